"""The text of a lambda or one-return `def`, found by its code object.

A code object knows the positions of its instructions (PEP 657), so two lambdas on one line are told apart; the file's
one syntax tree gives the body.
"""

import ast
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import final

from wfc.frontend.sources import Function, Scoped, Source, Sources
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaText:
    """`body` has its columns counted in characters; `loop_variables` are those of the loops around the lambda."""

    parameters: tuple[str, ...]
    free_names: tuple[str, ...]
    body: ast.expr
    loop_variables: frozenset[str]
    span: Span


@final
@dataclass(frozen=True, slots=True)
class Unreadable:
    """A function that cannot stand in a spec, and where its text is, if there is one."""

    why: str
    span: Span | None = None


@final
@dataclass(slots=True)
class LambdaTexts:
    """The texts of the lambdas of a workflow, each read once: a function that makes steps has one for thousands."""

    sources: Sources
    # By the code's id, since hashing a code object reads all of it; it is kept, so no other one can get that id.
    _read: dict[int, tuple[CodeType, LambdaText | Unreadable]] = field(default_factory=dict)

    def of(self, code: CodeType) -> LambdaText | Unreadable:
        """The text of the function that has this code."""
        if id(code) not in self._read:
            try:
                self._read[id(code)] = (code, _read(code, self.sources))
            except RecursionError:
                return Unreadable("this lambda is nested too deeply to be read")
        return self._read[id(code)][1]


def _read(code: CodeType, sources: Sources) -> LambdaText | Unreadable:
    source = sources.get(code.co_filename)
    scoped = _locate(code, source) if source else None
    if source is None or scoped is None:
        return Unreadable("the text of this function cannot be found")
    span = source.span(scoped.node)
    body = _body(scoped.node)
    if body is None:
        return Unreadable(f"`{code.co_name}` is more than one `return`", span)
    constants, mentioned = _leaves(body)
    if not all(is_whole(node.value) for node in constants):
        return Unreadable("a text in this lambda holds half a character", span)
    if _has_odd_parameters(scoped.node):
        return Unreadable("a lambda of a spec has plain parameters: no defaults, no `*args`, no `**kwargs`", span)
    parameters = tuple([argument.arg for argument in scoped.node.args.args])
    return LambdaText(
        parameters=parameters,
        free_names=tuple(_free_names(mentioned, parameters)),
        body=source.in_characters(body),
        loop_variables=scoped.loop_variables,
        span=span,
    )


def _locate(code: CodeType, source: Source) -> Scoped | None:
    candidates = [scoped for scoped in source.functions.get(code.co_firstlineno, ()) if _fits(scoped.node, code)]
    return min(candidates, key=lambda scoped: _size(scoped.node)) if candidates else None


def _fits(node: Function, code: CodeType) -> bool:
    if tuple(argument.arg for argument in node.args.args) != code.co_varnames[: code.co_argcount]:
        return False
    first, last = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
    body = node.body if isinstance(node, ast.Lambda) else None
    if body is not None:
        first, last = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    return all(first <= start and end <= last for start, end in _positions(code))


def _positions(code: CodeType) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for line, end_line, col, end_col in code.co_positions():
        # the prologue (RESUME, COPY_FREE_VARS ...) has no columns of its own
        if (
            line is not None
            and end_line is not None
            and col is not None
            and end_col is not None
            and (col, end_col) != (0, 0)
        ):
            yield (line, col), (end_line, end_col)


def _size(node: Function) -> tuple[int, int]:
    return ((node.end_lineno or 0) - node.lineno, (node.end_col_offset or 0) - node.col_offset)


def _body(node: Function) -> ast.expr | None:
    if isinstance(node, ast.Lambda):
        return node.body
    statements = node.body[1:] if ast.get_docstring(node) is not None else node.body
    match statements:
        case [ast.Return(value=ast.expr() as value)]:
            return value
        case _:
            return None


def _has_odd_parameters(node: Function) -> bool:
    args = node.args
    return bool(args.vararg or args.kwarg or args.kwonlyargs or args.defaults)


def _leaves(body: ast.expr) -> tuple[list[ast.Constant], list[ast.Name]]:
    """The constants and names of a body, outermost first; `ast.walk` would take three times as long."""
    constants: list[ast.Constant] = []
    mentioned: list[ast.Name] = []
    waiting: deque[ast.AST] = deque([body])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, ast.Constant):
            constants.append(node)
        elif isinstance(node, ast.Name):
            mentioned.append(node)
        else:
            for name in node._fields:
                value = getattr(node, name, None)
                if isinstance(value, list):
                    waiting += [one for one in value if isinstance(one, ast.AST)]
                elif isinstance(value, ast.AST) and value._fields:
                    waiting.append(value)
    return constants, mentioned


def _free_names(mentioned: list[ast.Name], parameters: tuple[str, ...]) -> list[str]:
    bound = set(parameters)
    loaded: dict[str, None] = {}
    for node in mentioned:
        if isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        else:
            loaded[node.id] = None
    return [name for name in loaded if name not in bound]


def is_whole(value: object) -> bool:
    """False for a text with half a character, which no file can hold."""
    return not isinstance(value, str) or not any("\ud800" <= character <= "\udfff" for character in value)
