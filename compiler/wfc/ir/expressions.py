"""Typed expressions: what a lambda of a spec means, resolved and ready to be printed in any language.

Values are JSON values and evaluation is CPython's on them; where another language differs, its printer must make up
for it or the typing (`wfc.expressions`) must have refused the expression. Every node carries the `type` of its value
and the `span` of the text it was read from. An expression fails with `ExpressionError` exactly where CPython would
raise.
"""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias, final

from wfc.ir.types import Type
from wfc.source import Span

Builtin: TypeAlias = OneOf[
    "len", "abs", "min", "max", "sum", "round", "sorted", "str", "int", "float", "bool", "any", "all"
]
MethodName: TypeAlias = OneOf[
    "get", "keys", "values", "items", "lower", "upper", "strip", "split", "startswith", "endswith", "replace", "join"
]
BinaryOp: TypeAlias = OneOf["+", "-", "*", "/", "//", "%", "**"]
CompareOp: TypeAlias = OneOf["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Root: TypeAlias = OneOf["ctx", "input", "run", "error", "output", "item", "index", "key", "event"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Const:
    """A constant scalar, written in the lambda or inlined from the module."""

    value: None | bool | int | float | str
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What the lambda was given: the whole `input`, `ctx`, `error`, ... (`steps` has nodes of its own)."""

    name: Root
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """The variable of an enclosing comprehension. Names are unique within a lambda."""

    name: str
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutput:
    """`steps["x"].output`, or the same of `steps.get("x")` once a test has shown that it is there. `of` is x's output
    type.

    `certain` is false for the `get` form: on the path taken the step has succeeded, but a target cannot know that
    statically.
    """

    step: str
    certain: bool
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """`steps.get("x") is not None` (or its truth): did x succeed? Type Bool."""

    step: str
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A model's field, or one of `run` and `error`. `alias` is its key in JSON, `name` its attribute in Python."""

    base: "Expr"
    name: str
    alias: str
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`base[index]`: of a list or a string by integer (negative counts from the end), of a dict or record by string."""

    base: "Expr"
    index: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ListDisplay:
    """`[a, b]`."""

    items: tuple["Expr", ...]
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `key: value` of a dict display, or with `key` None a `**value`."""

    key: "Expr | None"
    value: "Expr"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DictDisplay:
    """`{"a": x, **y}`, and `Model(a=x)`, whose keys are the fields' aliases. Later entries win."""

    entries: tuple[Entry, ...]
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Negate:
    """`-x`."""

    operand: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """`not x`, by truth."""

    operand: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """Arithmetic, concatenation of strings or of lists; the operands' types tell which."""

    op: BinaryOp
    left: "Expr"
    right: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Logical:
    """`a and b`, `a or b`: short-circuit, the value is an operand's (not a Bool unless they are)."""

    op: OneOf["and", "or"]
    left: "Expr"
    right: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """One comparison. A chain `a < b < c` is a `Logical` "and" of two when b is cheap (a name, field or constant),
    else refused.
    """

    op: CompareOp
    left: "Expr"
    right: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class IsNone:
    """`x is None`; with `negated`, `x is not None`. Type Bool."""

    operand: "Expr"
    negated: bool
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """`then if test else orelse`."""

    test: "Expr"
    then: "Expr"
    orelse: "Expr"
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPart:
    """`{value:spec}` of an f-string; `spec` is one of the forms the typing admits (`""`, `d`, `.2f`, `05d`, `,`,
    `>10` ...).
    """

    value: "Expr"
    spec: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FString:
    """`f"..."`: literal pieces and formatted values in order."""

    parts: tuple["str | FormatPart", ...]
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltinCall:
    """`len(x)` and friends. A generator argument is a `Comprehension` of kind "list". `sorted(..., reverse=True)` is
    a flag.
    """

    function: Builtin
    args: tuple["Expr", ...]
    reverse: bool = False
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MethodCall:
    """A method of a string or a dict; `join` has the separator as `base`."""

    method: MethodName
    base: "Expr"
    args: tuple["Expr", ...]
    type: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Comprehension:
    """`[element for target in iterable if c]`; with `key`, a dict comprehension. Two targets unpack `d.items()`."""

    key: "Expr | None"
    element: "Expr"
    targets: tuple[str, ...]
    iterable: "Expr"
    conditions: tuple["Expr", ...]
    type: Type
    span: Span


Expr: TypeAlias = (
    Const
    | Name
    | Local
    | StepOutput
    | StepDone
    | Attribute
    | Item
    | ListDisplay
    | DictDisplay
    | Negate
    | Not
    | Binary
    | Logical
    | Compare
    | IsNone
    | Conditional
    | FString
    | BuiltinCall
    | MethodCall
    | Comprehension
)
