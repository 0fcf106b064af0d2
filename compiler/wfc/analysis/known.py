"""What is known to hold where a lambda is evaluated, as conditions with their outcome, in a form that `cases` reads."""

from dataclasses import replace
from typing import TypeAlias

from wfc.analysis.cases import cases
from wfc.ir import expressions as ir
from wfc.ir.rewriting import mapped
from wfc.ir.types import Bool, Choices, Dict, Int, List, Optional, Record, Str, Type

Fact: TypeAlias = tuple[ir.Expr, bool]
"""A condition that has been evaluated, and whether it was true."""


def subjects(condition: ir.Expr) -> frozenset[str]:
    """What a condition asks about."""
    return frozenset(cases([condition]).cells)


def plain(condition: ir.Expr) -> ir.Expr:
    """The condition with every test of whether something is empty asking for a length, and all outputs read alike."""
    return _measuring(mapped(condition, _as_certain))


def _as_certain(expr: ir.Expr) -> ir.Expr | None:
    return replace(expr, certain=True) if isinstance(expr, ir.StepOutput) else None


def _measuring(condition: ir.Expr) -> ir.Expr:
    match condition:
        case ir.Not(operand=operand):
            return replace(condition, operand=_measuring(operand))
        case ir.Logical(left=left, right=right):
            return replace(condition, left=_measuring(left), right=_measuring(right))
        case ir.BuiltinCall(function="bool", args=(argument,)):
            return _measuring(argument)
        case ir.Compare(op="==" | "!=" as op, left=items, right=ir.ListDisplay(items=()) | ir.Const(value="")):
            return _compared(items, op)
        case ir.Compare(op="==" | "!=" as op, left=ir.ListDisplay(items=()) | ir.Const(value=""), right=items):
            return _compared(items, op)
        case ir.Compare(left=left, right=right):
            return replace(condition, left=_measured(left), right=_measured(right))
        case ir.BuiltinCall(function="len"):
            return _compared(condition.args[0], ">")
        case _ if _is_container(condition.type):
            return _compared(condition, ">")
        case _:
            return condition


def counted(items: ir.Expr) -> ir.Expr:
    """What has as many elements and is written more simply: of `sorted(x)` or `[f(a) for a in x]`, `x`."""
    match items:
        case ir.BuiltinCall(function="sorted", args=(inner, *_)):
            return counted(inner)
        case ir.MethodCall(method="keys" | "values" | "items", base=inner):
            return counted(inner)
        case ir.Comprehension(key=None, iterable=inner, conditions=()):
            return counted(inner)
        case _:
            return items


def length_of(items: ir.Expr) -> ir.Expr:
    """`len(items)`."""
    return ir.BuiltinCall(function="len", args=(counted(items),), type=Int(), span=items.span)


def after(node: str, condition: ir.Expr) -> ir.Expr:
    """What a lambda of a node says, as a later one would say it: `output` is the output of the node."""

    def change(expr: ir.Expr) -> ir.Expr | None:
        if isinstance(expr, ir.Name) and expr.name == "output":
            return ir.StepOutput(step=node, certain=True, type=expr.type, span=expr.span)
        return None

    return mapped(condition, change)


def _measured(side: ir.Expr) -> ir.Expr:
    return length_of(side.args[0]) if isinstance(side, ir.BuiltinCall) and side.function == "len" else side


def _compared(items: ir.Expr, op: ir.CompareOp) -> ir.Expr:
    zero = ir.Const(value=0, type=Int(), span=items.span)
    return ir.Compare(op=op, left=length_of(items), right=zero, type=Bool(), span=items.span)


def _is_container(of: Type) -> bool:
    inner = of.of if isinstance(of, Optional) else of
    return isinstance(inner, List | Dict | Record | Str) and not isinstance(inner, Choices)
