"""What an output has to say for an expression: as a value in a definition, as a condition, as a message."""

from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import Null, Optional
from wfc_targets.stepfunctions.readback.roots import Standing
from wfc_targets.stepfunctions.readback.rules import Rules
from wfc_targets.stepfunctions.readback.soundness import sound
from wfc_targets.stepfunctions.readback.syntax import Tree
from wfc_targets.stepfunctions.readback.trees import settled, shape
from wfc_targets.stepfunctions.readback.values import truth, value


def _rules(expr: ir.Expr, at: Standing) -> Rules:
    names = (part for part in walk(expr) if isinstance(part, ir.Name))
    absent = frozenset(one.name for one in names if isinstance(one.type, Optional | Null))
    return Rules(at, value, truth, absent)


def plain(expr: ir.Expr, at: Standing) -> Tree:
    """The value, in one expression."""
    return settled(value(expr, _rules(expr, at)))


def template(expr: ir.Expr, at: Standing) -> Tree:
    """The value where lists and objects are JSON with expressions in it."""
    return settled(_template(expr, _rules(expr, at)))


def condition(expr: ir.Expr, at: Standing) -> tuple[Tree | None, Tree]:
    """What is asked first, so that nothing fails, and the truth."""
    return guard(expr, at), settled(truth(expr, _rules(expr, at)))


def guard(expr: ir.Expr, at: Standing) -> Tree | None:
    """What is true when nothing will fail; None when nothing can."""
    rules = _rules(expr, at)
    return settled(sound(expr, rules)) if rules.can_fail(expr) else None


def message(expr: ir.Expr, at: Standing) -> Tree:
    """The message of a failure, empty when it fails itself (S4)."""
    asked = guard(expr, at)
    return template(expr, at) if asked is None else shape("$asked ? $it : ''", asked=asked, it=plain(expr, at))


def _template(expr: ir.Expr, at: Rules) -> Tree:
    match expr:
        case ir.ListDisplay():
            return ("items", tuple(_template(one, at) for one in expr.items))
        case ir.DictDisplay() if all(_is_plain(entry.key) for entry in expr.entries):
            known = {value(entry.key, at): _template(entry.value, at) for entry in expr.entries if entry.key}
            return ("dict", tuple(known.items()))
        case _:
            return value(expr, at)


def _is_plain(key: ir.Expr | None) -> bool:
    return isinstance(key, ir.Const) and "${" not in str(key.value)
