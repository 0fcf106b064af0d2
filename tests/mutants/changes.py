"""The changes that a judged mutant may have: those of an emitter's fault, and what passes are made of besides.

Texts are left alone, since what a finding says is read by people; so are annotations, decorators, `assert_never` and
`zip(strict=)`, which nothing that runs depends on.
"""

import ast
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

from tests.validation.mutations import Change, changed, changes, having, is_talk

OTHERS = {"any": "all", "all": "any", "min": "max", "max": "min"}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
CONTEXT = 50
"""Characters of a line that are shown on both sides of what differs."""

Making: TypeAlias = Callable[[ast.AST], ast.AST | None]
Place: TypeAlias = tuple[int, range]
"""Where a statement begins, and the lines of which one is executed when it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A module of wfc with one change: `line` is where the changed statement begins in the original, `lines` are those
    of which one is executed when that is; any of the file for what is executed when it is imported.
    """

    module: str
    change: str
    line: int
    lines: range
    source: str
    diff: str

    @property
    def key(self) -> str:
        """What the change is, wherever in the file it stands."""
        return f"{self.module}: {self.change}: {self.diff}"


def possible_changes(module: str, text: str) -> Iterator[Callable[[], Changed]]:
    """Every mutant of a module, made when it is asked for. Some come out the same, and have one key."""
    tree = ast.parse(text)
    before = ast.unparse(tree).splitlines()
    spans = _spans(tree)
    left, unordered = _left_alone(tree), _unordered(tree)
    places = [node for node in ast.walk(tree) if not is_talk(node)]
    for number, node in enumerate(places):
        for name, change in chain(changes(node), _more_changes(node)) if id(node) not in left else ():
            if id(node) in unordered and "swapped" in name:
                continue
            yield partial(_made, module, tree, before, number, name, change, spans[id(node)])


def _made(
    module: str, tree: ast.Module, before: list[str], number: int, name: str, change: Making, place: Place
) -> Changed:
    source = changed(tree, number, change)
    diff = _difference(before, source.splitlines())
    return Changed(module=module, change=name, line=place[0], lines=place[1], source=source, diff=diff)


def _more_changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BoolOp(values=values):
            for at in range(len(values)):
                yield f"without operand {at + 1}", partial(_without_operand, at=at)
        case ast.Call(func=ast.Name(id=name)) if name in OTHERS:
            yield f"{OTHERS[name]} for {name}", lambda one: having(one, func=ast.Name(id=OTHERS[name], ctx=ast.Load()))
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            yield "another operator", lambda one: having(one, op=OPERATORS[type(op)]())
        case ast.Match(cases=[_, _, *_] as cases):
            for at, one in enumerate(cases):
                if "assert_never" not in ast.unparse(one):
                    yield f"without case {at + 1}", partial(_without_case, at=at)
        case ast.match_case(guard=ast.expr()):
            yield "without guard", lambda one: having(one, guard=None)
        case ast.Continue():
            yield "break for continue", lambda _: ast.Break()
        case ast.If(orelse=[_, *_]):
            yield "never", lambda one: having(one, test=ast.Constant(value=False))
        case _:
            pass


def _without_operand(one: ast.AST, *, at: int) -> ast.AST:
    assert isinstance(one, ast.BoolOp)
    rest = one.values[:at] + one.values[at + 1 :]
    return having(one, values=rest) if len(rest) > 1 else rest[0]


def _without_case(one: ast.AST, *, at: int) -> ast.AST:
    assert isinstance(one, ast.Match)
    return having(one, cases=one.cases[:at] + one.cases[at + 1 :])


def _spans(tree: ast.Module) -> dict[int, Place]:
    """The first line of the smallest statement around each node, and the lines that tell that it is executed."""
    spans: dict[int, Place] = {}
    whole = range(1, max(getattr(node, "end_lineno", 0) for node in tree.body) + 1)

    def go(node: ast.AST, around: Place, in_function: bool) -> None:
        match node:
            case ast.FunctionDef():
                around, in_function = (node.lineno, _to_the_end(node)), True
            case ast.stmt():
                around = (node.lineno, _head(node) if in_function else whole)
            case ast.match_case():
                around = (node.pattern.lineno, range(node.pattern.lineno, node.body[0].lineno + 1))
            case _:
                pass
        spans[id(node)] = around
        for child in ast.iter_child_nodes(node):
            go(child, around, in_function)

    go(tree, (1, whole), False)
    return spans


def _head(node: ast.stmt) -> range:
    """All of a simple statement; of one with a body what is before it."""
    body = getattr(node, "body", None)
    return range(node.lineno, max(body[0].lineno, node.lineno + 1)) if body else _to_the_end(node)


def _to_the_end(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _left_alone(tree: ast.Module) -> set[int]:
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                roots += node.decorator_list
                roots += [node.returns] if isinstance(node, ast.FunctionDef) and node.returns else []
            case (
                ast.AnnAssign(annotation=ast.Name(id="TypeAlias"))
                | ast.Expr(value=ast.Call(func=ast.Name(id="assert_never")))
            ):
                roots.append(node)
            case ast.keyword(arg="strict"):
                roots.append(node)
            case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
                roots.append(annotation)
            case _:
                pass
    return {id(below) for root in roots for below in ast.walk(root)}


def _unordered(tree: ast.Module) -> set[int]:
    """Tuples of which nobody sees the order: of errors that are caught, and of what something is looked for in."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(type=ast.expr() as caught):
                found.add(id(caught))
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[within]):
                found.add(id(within))
            case ast.Call(func=ast.Name(id="frozenset" | "set"), args=[listed]):
                found.add(id(listed))
            case _:
                pass
    return found


def _difference(before: list[str], after: list[str]) -> str:
    """The lines that differ, on one line: `- if a: + if b:`. Of a long line only what is around the difference."""
    lines = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:3] not in ("---", "+++")]
    parts = [(line[0], line[1:].strip()) for line in lines if line[0] in "+-"]
    if [sign for sign, _ in parts] == ["-", "+"]:
        texts = [text for _, text in parts]
        start = _alike(*texts)
        end = _alike(*(text[start:][::-1] for text in texts))
        parts = [(sign, _around(text, start, len(text) - end)) for sign, text in parts]
    return " ".join(f"{sign} {text}" for sign, text in parts)


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    return ("..." if first else "") + text[first:last] + ("..." if last < len(text) else "")


def _alike(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
