"""Expressions of the core as text that is equal for those that mean the same; `expressions` brings emitted ones there.

Everything has its parentheses; the variables of comprehensions are numbered by depth; a field is read by its key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never, final

from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.parts import walk
from wfc_targets.airflow.readback.phrases import Locals, constant, entry, joined, loop, numbered


@final
@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """An expression as text. `guarded`: it may fail, so that it must be evaluated where that makes an
    `ExpressionError`; None where everything is.
    """

    text: str
    guarded: bool | None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Written):
            return NotImplemented
        alike = self.guarded == other.guarded or None in (self.guarded, other.guarded)
        return alike and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"{self.text} (guarded)" if self.guarded else self.text


class Writer:
    """Writes expressions of the core, and remembers whether one of them asks if a step has succeeded."""

    def __init__(self) -> None:
        self.asks = False

    def __call__(self, expr: ir.Expr) -> Written | None:
        """Empty text says as much as none."""
        if isinstance(expr, ir.Const) and expr.value == "":
            return None
        self.asks = self.asks or any(map(_asks, walk(expr)))
        return Written(_written(expr, {}), is_fallible(expr))


def _asks(part: ir.Expr) -> bool:
    return isinstance(part, ir.StepDone) or (isinstance(part, ir.StepOutput) and not part.certain)


def _written(expr: ir.Expr, local: Locals) -> str:
    def text(part: ir.Expr) -> str:
        return _written(part, local)

    match expr:
        case ir.Const():
            return constant(expr.value)
        case ir.Name():
            return expr.name
        case ir.Local():
            return local[expr.name]
        case ir.StepOutput():
            return f"steps[{expr.step!r}]"
        case ir.StepDone():
            return f"done({expr.step!r})"
        case ir.Attribute():
            return f"{text(expr.base)}[{expr.alias!r}]"
        case ir.Item():
            return f"{text(expr.base)}[{text(expr.index)}]"
        case ir.ListDisplay():
            return f"[{', '.join(map(text, expr.items))}]"
        case ir.DictDisplay():
            return f"{{{', '.join(entry(one.key and text(one.key), text(one.value)) for one in expr.entries)}}}"
        case ir.FString():
            return joined([one if isinstance(one, str) else (text(one.value), one.spec) for one in expr.parts])
        case ir.BuiltinCall():
            flags = ["reverse=True"] if expr.reverse else []
            return f"{expr.function}({', '.join([*map(text, expr.args), *flags])})"
        case ir.MethodCall():
            return f"{text(expr.base)}.{expr.method}({', '.join(map(text, expr.args))})"
        case ir.Comprehension():
            return _comprehension(expr, local)
        case _:
            return f"({_operation(expr, text)})"


def _operation(
    expr: ir.Negate | ir.Not | ir.IsNone | ir.Conditional | ir.Binary | ir.Logical | ir.Compare,
    text: Callable[[ir.Expr], str],
) -> str:
    match expr:
        case ir.Negate():
            return f"-{text(expr.operand)}"
        case ir.Not():
            return f"not {text(expr.operand)}"
        case ir.IsNone():
            return f"{text(expr.operand)} {'is not' if expr.negated else 'is'} None"
        case ir.Conditional():
            return f"{text(expr.then)} if {text(expr.test)} else {text(expr.orelse)}"
        case ir.Logical():
            return f" {expr.op} ".join(map(text, _operands(expr, expr.op)))
        case ir.Binary() | ir.Compare():
            return f"{text(expr.left)} {expr.op} {text(expr.right)}"
        case _:
            assert_never(expr)


def _operands(expr: ir.Expr, op: str) -> list[ir.Expr]:
    """How `a or (b or c)` is grouped makes no difference."""
    if isinstance(expr, ir.Logical) and expr.op == op:
        return [*_operands(expr.left, op), *_operands(expr.right, op)]
    return [expr]


def _comprehension(expr: ir.Comprehension, local: Locals) -> str:
    inside = numbered(expr.targets, local)
    key = expr.key and _written(expr.key, inside)
    tests = [_written(one, inside) for one in expr.conditions]
    targets = [inside[one] for one in expr.targets]
    return loop(key, _written(expr.element, inside), targets, _written(expr.iterable, local), tests)
