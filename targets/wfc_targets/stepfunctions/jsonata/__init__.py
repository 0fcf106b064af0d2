"""Prints typed expressions as JSONata for Step Functions (JSONata 2.0.6 without `$`, `$$` and `$eval`).

The text evaluates to what CPython gives for the lambda, or fails where CPython raises; `docs/expressions.md` has the
traps it steps around. `guard` is for places where a failure could not be caught.
"""

from wfc.ir import expressions as ir
from wfc_targets.stepfunctions.jsonata.fallible import can_fail
from wfc_targets.stepfunctions.jsonata.guards import sound
from wfc_targets.stepfunctions.jsonata.place import Names, start
from wfc_targets.stepfunctions.jsonata.template import Template, filled
from wfc_targets.stepfunctions.jsonata.truth import truth
from wfc_targets.stepfunctions.jsonata.values import value

__all__ = ["Names", "Template", "can_fail", "condition", "expression", "guard", "template"]


def expression(expr: ir.Expr, names: Names) -> str:
    """The value."""
    return value(expr, start(expr, names, value, truth)).text


def condition(expr: ir.Expr, names: Names) -> str:
    """The truth of the value, always `true` or `false`."""
    return truth(expr, start(expr, names, value, truth)).text


def guard(expr: ir.Expr, names: Names) -> str | None:
    """A condition that is true when the expression will not fail, and never fails itself; None if nothing can fail."""
    return sound(expr, start(expr, names, value, truth)).text if can_fail(expr) else None


def template(expr: ir.Expr, names: Names) -> Template:
    """The value as it stands in a definition: displays as JSON, constants as they are, one expression a leaf."""
    return filled(expr, start(expr, names, value, truth))
