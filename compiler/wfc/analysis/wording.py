"""Expressions in messages, as an author writes them."""

from wfc.ir import expressions as ir
from wfc.ir.rewriting import mapped
from wfc.ir.text import expression_text


def told(expr: ir.Expr) -> str:
    """An expression as an author writes it, without the parentheses around all of it."""
    text = expression_text(mapped(expr, _as_written))
    wrapped = isinstance(expr, ir.Binary | ir.Negate | ir.Logical | ir.Compare | ir.Conditional | ir.Not | ir.IsNone)
    return text[1:-1] if wrapped else text


def _as_written(expr: ir.Expr) -> ir.Expr | None:
    if not isinstance(expr, ir.StepOutput):
        return None
    step = f'steps["{expr.step}"]' if expr.certain else f'steps.get("{expr.step}")'
    return ir.Local(name=f"{step}.output", type=expr.type, span=expr.span)
