"""The author's files as text and syntax tree: from a place a record remembers to the exact text it was written with.

Each file is parsed once. `ast` counts columns in UTF-8 bytes, spans count characters; the conversion is here only.
"""

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from errno import EFBIG, EINVAL
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import TypeAlias, final

from wfc.source import Span
from wfc.spec.call_site import CallSite
from wfc.spec.record import Record

Function: TypeAlias = ast.Lambda | ast.FunctionDef
Place: TypeAlias = tuple[int, int, int, int]

LARGEST = 2**25
"""Bytes of a file that is read: Python needs a hundred times as much to parse it."""


@final
@dataclass(frozen=True, slots=True)
class Scoped:
    """A function of the file and the loop variables that enclose it."""

    node: Function
    loop_variables: frozenset[str]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One parsed file. `calls` are by exact position, `functions` by first line. `file` is the name shown to people."""

    file: str
    lines: tuple[str, ...]
    calls: Mapping[Place, ast.Call]
    functions: Mapping[int, tuple[Scoped, ...]]

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """The span of a syntax node."""
        return self.span_at(
            (node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        )

    def span_at(self, place: Place) -> Span:
        """The span of a region given in byte columns."""
        line, col, end_line, end_col = place
        return Span(self.file, line, self._chars(line, col), end_line, self._chars(end_line, end_col))

    def in_characters(self, body: ast.expr) -> ast.expr:
        """The syntax tree with its columns counted in characters: a copy, unless they are what they were."""
        if all(line.isascii() for line in self.lines[body.lineno - 1 : body.end_lineno]):
            return body
        copied = copy.deepcopy(body)
        for node in ast.walk(copied):
            if isinstance(node, ast.expr | ast.keyword | ast.arg):
                node.col_offset = self._chars(node.lineno, node.col_offset)
                node.end_col_offset = self._chars(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return copied

    def _chars(self, line: int, col: int) -> int:
        if not 0 < line <= len(self.lines):
            return col
        text = self.lines[line - 1]
        return col if text.isascii() else len(text.encode()[:col].decode(errors="ignore"))


NO_DRAFTS: Mapping[str, str] = MappingProxyType({})


@final
@dataclass(slots=True)
class Sources:
    """All files met while reading a spec, by the name their code objects carry. `root` shortens the names shown;
    `drafts` are texts that stand for what some files hold.
    """

    root: Path
    drafts: Mapping[str, str] = field(default_factory=lambda: NO_DRAFTS)
    _by_name: dict[str, Source | None] = field(default_factory=dict)

    def add(self, filename: str, text: str, tree: ast.Module) -> Source:
        """Register a file that was parsed already."""
        calls, functions = _calls_and_functions(tree)
        source = Source(
            file=display_name(Path(filename), self.root),
            lines=lines_of(text),
            calls={_place(call): call for call in calls},
            functions=_by_line(functions),
        )
        self._by_name[filename] = source
        return source

    def get(self, filename: str) -> Source | None:
        """The file of that name, read when it is met for the first time; None when there is no such text."""
        if filename not in self._by_name:
            try:
                text = self.text(filename)
                self.add(filename, text, ast.parse(text))
            except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deeply
                self._by_name[filename] = None
        return self._by_name[filename]

    def text(self, filename: str) -> str:
        """The text of a file, its lines ended by "\\n". Raises OSError and UnicodeDecodeError."""
        draft = self.drafts.get(filename)
        return _read(Path(filename)) if draft is None else draft

    def span(self, site: CallSite) -> Span:
        """Where a record was constructed."""
        source = self.get(site.filename)
        if source is None:
            return Span(display_name(Path(site.filename), self.root), site.line)
        return source.span_at(_place_of(site))

    def texts(self) -> dict[str, tuple[str, ...]]:
        """The lines of every file met, by the name shown."""
        return {source.file: source.lines for source in self._by_name.values() if source is not None}

    def argument(self, record: Record, name: str) -> tuple[Source, ast.expr] | None:
        """The text of one argument of the call that made a record, None when it was not written there."""
        site = record.written_at
        source = self.get(site.filename)
        call = source.calls.get(_place_of(site)) if source else None
        if source is None or call is None:
            return None
        for keyword in call.keywords:
            if keyword.arg == name:
                return source, keyword.value
        if not call.args:
            return None
        positions = [field.name for field in fields(record) if field.init]
        value = dict(zip(positions, call.args, strict=False)).get(name)
        return (source, value) if value is not None else None


def _read(path: Path) -> str:
    """Nothing but a file, which has an end: neither a folder nor a pipe or a device, which may have none."""
    status = path.stat()
    if not S_ISREG(status.st_mode):
        raise OSError(EINVAL, "it is not a file")
    if status.st_size > LARGEST:
        raise OSError(EFBIG, f"it has more than {LARGEST:,} bytes")
    return path.read_text("utf-8-sig")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines as Python counts them: a form feed, or a line separator in a string, ends none."""
    return tuple(text.removesuffix("\n").split("\n"))


def display_name(path: Path, root: Path) -> str:
    """POSIX path below the project, or the bare file name of a file outside: never absolute."""
    resolved = path if path.is_absolute() else root / path
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else path.name


def _place_of(site: CallSite) -> Place:
    return (site.line, site.col, site.end_line, site.end_col)


def _place(node: ast.expr) -> Place:
    return (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


def _by_line(functions: list[Scoped]) -> dict[int, tuple[Scoped, ...]]:
    found: dict[int, tuple[Scoped, ...]] = {}
    for scoped in functions:
        line = (
            scoped.node.decorator_list[0].lineno
            if isinstance(scoped.node, ast.FunctionDef) and scoped.node.decorator_list
            else scoped.node.lineno
        )
        found[line] = (*found.get(line, ()), scoped)
    return found


def _calls_and_functions(tree: ast.Module) -> tuple[list[ast.Call], list[Scoped]]:
    """All of a file, each in the order of the text. In one walk: a file has more nodes than anything made of it."""
    calls: list[ast.Call] = []
    functions: list[Scoped] = []
    waiting: list[tuple[ast.AST, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        node, loops = waiting.pop()
        if isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, _SCOPES):
            loops = _loops_inside(node, loops)
            if isinstance(node, ast.Lambda | ast.FunctionDef):
                functions.append(Scoped(node, loops))
        waiting += [(child, loops) for child in reversed(_children(node))]
    return calls, functions


_LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_SCOPES = (
    *(ast.For, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
)


def _loops_inside(node: ast.AST, loops: frozenset[str]) -> frozenset[str]:
    match node:
        case ast.For() | ast.AsyncFor():
            return loops | _bound(node.target)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return loops.union(*(_bound(generator.target) for generator in node.generators))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return frozenset()  # a call binds its own variables: a step-making function called in a loop is fine
        case _:
            return loops


def _children(node: ast.AST) -> list[ast.AST]:
    """What is directly inside of a syntax node, but for what has nothing inside itself."""
    found: list[ast.AST] = []
    for value in vars(node).values():
        if isinstance(value, list):
            found += [one for one in value if isinstance(one, ast.AST) and not isinstance(one, _LEAVES)]
        elif isinstance(value, ast.AST) and not isinstance(value, _LEAVES):
            found.append(value)
    return found


def _bound(target: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(target) if isinstance(node, ast.Name))
