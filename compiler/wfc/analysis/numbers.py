"""The least value that a number can have, from model constraints and from how it is computed."""

import math

from wfc.analysis.sizes import Sizes
from wfc.ir import expressions as ir
from wfc.ir.types import Choices

NOTHING = -math.inf
"""Nothing bounds it."""


def least(expr: ir.Expr, sizes: Sizes) -> float:
    """Nothing that the expression yields is smaller; `-inf` when nothing is known."""
    match expr:
        case ir.Const(value=int() | float() as value):
            return value
        case ir.BuiltinCall(function="len", args=(items,)):
            return sizes.length(items).least
        case ir.BuiltinCall(function="abs", args=(number,)):
            return max(0, least(number, sizes))
        case ir.BuiltinCall(function="max", args=(_, _, *_) as numbers):
            return max(least(number, sizes) for number in numbers)
        case ir.BuiltinCall(function="min", args=(_, _, *_) as numbers):
            return min(least(number, sizes) for number in numbers)
        case ir.Binary(op="+", left=left, right=right):
            return least(left, sizes) + least(right, sizes)
        case ir.Binary(op="-", left=left, right=ir.Const(value=int() | float() as value)):
            return least(left, sizes) - value
        case ir.Binary(op="*", left=left, right=right):
            one, other = least(left, sizes), least(right, sizes)
            return one * other if one > 0 and other > 0 else 0 if one >= 0 and other >= 0 else NOTHING
        case ir.Conditional(then=one, orelse=other):
            return min(least(one, sizes), least(other, sizes))
        case ir.Logical(op="or", left=left, right=right):
            given = least(left, sizes)  # 0 is replaced by what is right of `or`
            return min(math.nextafter(0, 1) if given == 0 else given, least(right, sizes))
        case _ if isinstance(expr.type, Choices):
            values = [value for value in expr.type.values if isinstance(value, int | float)]
            return min(values) if len(values) == len(expr.type.values) else NOTHING
        case _:
            return sizes.least(expr)
