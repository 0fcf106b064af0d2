"""Find the text of a lambda and say what its free names stand for. The lambda itself is never called.

A code object knows the positions of its instructions (PEP 657), so two lambdas on one line are told apart; the file's
one syntax tree gives the body. Reports lambda-not-readable and late-binding.
"""

import ast
import builtins
import json
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from types import CodeType, FunctionType, ModuleType
from typing import Any

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import LAMBDA_NOT_READABLE
from wfc.frontend.sources import Function, Scoped, Source, Sources
from wfc.ir.surface import ConstantValue, EnumClass, Lambda, Meaning, ModelClass, StepName, Unusable
from wfc.source import Span
from wfc.spec.step import Node

LOOP_VARIABLE = Unusable(
    "a loop variable: all lambdas of the loop would see its last value",
    instead="make the step in a function, and pass it the value as its parameter",
)


def read_lambda(function: Callable[..., Any], sources: Sources, at: Span, found: Diagnostics) -> Lambda | None:
    """The lambda or one-return `def` as syntax, or None and a diagnostic at `at`."""
    try:
        return _read(function, sources, at, found)
    except RecursionError:
        return _refused("this lambda is nested too deeply to be read", at, found)


def _read(function: Callable[..., Any], sources: Sources, at: Span, found: Diagnostics) -> Lambda | None:
    if not isinstance(function, FunctionType):
        return _refused(f"expected a lambda, got {describe(function)}", at, found)
    source = sources.get(function.__code__.co_filename)
    scoped = _locate(function.__code__, source) if source else None
    if source is None or scoped is None:
        return _refused("the text of this function cannot be found", at, found)
    body = _body(scoped.node)
    if body is None:
        return _refused(f"`{function.__name__}` is more than one `return`", source.span(scoped.node), found)
    constants, mentioned = _leaves(body)
    if not all(is_whole(node.value) for node in constants):
        return _refused("a text in this lambda holds half a character", source.span(scoped.node), found)
    if _has_odd_parameters(scoped.node):
        return _refused(
            "a lambda of a spec has plain parameters: no defaults, no `*args`, no `**kwargs`",
            source.span(scoped.node),
            found,
        )
    parameters = tuple(argument.arg for argument in scoped.node.args.args)
    names = tuple((name, _meaning(name, function, scoped)) for name in _free_names(mentioned, parameters))
    known = tuple((name, meaning) for name, meaning in names if meaning is not None)
    return Lambda(parameters=parameters, body=source.in_characters(body), names=known, span=source.span(scoped.node))


def _refused(message: str, at: Span, found: Diagnostics) -> Lambda | None:
    found.add(
        Diagnostic(
            code=LAMBDA_NOT_READABLE,
            message=message,
            at=Label(at),
            help="write a lambda, or a `def` with a single `return`, in the spec file",
        )
    )
    return None


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


def _meaning(name: str, function: FunctionType, scoped: Scoped) -> Meaning | None:
    if name in scoped.loop_variables:
        return LOOP_VARIABLE
    if name in function.__code__.co_freevars:
        cell = (function.__closure__ or ())[function.__code__.co_freevars.index(name)]
        try:
            return meaning_of(cell.cell_contents)
        except ValueError:  # the variable has no value yet
            return Unusable("not defined", exists=False)
    if name in function.__globals__:
        return meaning_of(function.__globals__[name])
    return None if hasattr(builtins, name) else Unusable("not defined", exists=False)


def meaning_of(value: object) -> Meaning:
    """What a Python object can be inside a lambda."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Node):
        return StepName(value.id)
    if isinstance(value, type) and issubclass(value, Enum):
        return EnumClass(path_of(value), tuple((name, member.value) for name, member in value.__members__.items()))
    if isinstance(value, type) and hasattr(value, "model_fields"):
        return ModelClass(path_of(value))
    try:
        return ConstantValue(json_text(value))
    except (TypeError, ValueError, RecursionError):
        return Unusable(describe(value))


def json_text(value: object) -> str:
    """A JSON value as text that UTF-8 can hold. Raises TypeError, ValueError or RecursionError for anything else."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def is_whole(value: object) -> bool:
    """False for a text with half a character, which no file can hold."""
    return not isinstance(value, str) or not any("\ud800" <= character <= "\udfff" for character in value)


def path_of(thing: type | Callable[..., Any]) -> str:
    """`module:QualName`, as generated code imports it."""
    return f"{thing.__module__}:{thing.__qualname__}"


def describe(value: object) -> str:
    """What something is, for messages: the same in every run, so never its `repr`."""
    if isinstance(value, ModuleType):
        return f"the module `{value.__name__}`"
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    if callable(value):
        return f"the function `{getattr(value, '__name__', type(value).__name__)}`"
    return f"a value of type `{type(value).__name__}`"
