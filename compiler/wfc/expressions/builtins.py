"""Types `len`, `sum`, `round` and the other builtins that every platform has.

Reports type-mismatch, lossy-type, possibly-none and unsupported-expression.
"""

import ast
from collections.abc import Callable

from wfc.diagnostics.catalogue import LOSSY_TYPE, TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, source
from wfc.expressions.formats import has_text
from wfc.expressions.iterables import infer_iterable, item_type
from wfc.expressions.kinds import NEVER, describe, is_int, is_number, is_text, join, widen
from wfc.expressions.operators import report_lossy
from wfc.expressions.truth import has_truth, infer_test
from wfc.ir import expressions as ir
from wfc.ir import types

_Rule = Callable[[ir.Builtin, ast.Call, Env], ir.Expr | None]
MAX_PLACES = 6


def infer_builtin(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    """A call of a builtin."""
    keywords = {keyword.arg for keyword in node.keywords}
    least, most = ARITY[function]
    if not least <= len(node.args) <= most or keywords - ({"reverse"} if function == "sorted" else set()):
        help = f"call it as `{SHAPES.get(function, f'{function}(x)')}`"
        env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` has arguments that are not used here", node, help)
        return None
    return RULES[function](function, node, env)


def _call(function: ir.Builtin, args: tuple[ir.Expr, ...], of: types.Type, node: ast.Call, env: Env) -> ir.Expr:
    return ir.BuiltinCall(function=function, args=args, type=of, span=env.span(node))


def _present(node: ast.expr, expr: ir.Expr | None, env: Env) -> ir.Expr | None:
    """The argument if it is certainly there."""
    if expr is not None and isinstance(expr.type, types.Optional):
        report_possibly_none(node, env)
        return None
    return expr


def _len(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    argument = _present(node.args[0], infer_iterable(node.args[0], env), env)
    if argument is None:
        return None
    if item_type(argument.type) is None and not is_text(argument.type):
        return _wrong(f"`len` needs a list, a dict or text, not `{describe(argument.type)}`", node, env)
    return _call(function, (argument,), types.Int(), node, env)


def _wrong(message: str, node: ast.AST, env: Env) -> ir.Expr | None:
    """Not of the type that is needed; always None."""
    env.report(TYPE_MISMATCH, message, node)
    return None


def _number(node: ast.expr, what: str, env: Env) -> ir.Expr | None:
    argument = _present(node, env.infer(node), env)
    if argument is None or is_number(argument.type):
        return argument
    if isinstance(argument.type, types.Str) and argument.type.format:
        return report_lossy(node, argument.type, env)
    return _wrong(f"`{what}` needs a number, not `{describe(widen(argument.type))}`", node, env)


def _abs(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    argument = _number(node.args[0], "abs", env)
    return argument and _call(function, (argument,), widen(argument.type), node, env)


def _round(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    number = _number(node.args[0], "round", env)
    places = env.infer(node.args[1]) if len(node.args) == 2 else None
    if number is None:
        return None
    if places is None:
        return _call(function, (number,), types.Int(), node, env) if len(node.args) == 1 else None
    if not isinstance(places, ir.Const) or places.value not in range(MAX_PLACES + 1) or not is_int(places.type):
        message = f"the number of places must be a constant from 0 to {MAX_PLACES}"
        env.report(UNSUPPORTED_EXPRESSION, message, node.args[1], "write it as a constant")
        return None
    return _call(function, (number, places), widen(number.type), node, env)


def _items(node: ast.Call, env: Env) -> tuple[ir.Expr, types.Type] | None:
    """The one argument that is gone through, and the type of its items."""
    argument = _present(node.args[0], infer_iterable(node.args[0], env), env)
    if argument is None:
        return None
    item = item_type(argument.type)
    if item is None:
        _wrong(f"a list is needed, not `{describe(argument.type)}`", node.args[0], env)
        return None
    return argument, item


def _extreme(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    if len(node.args) > 1:
        values = [_present(argument, env.infer(argument), env) for argument in node.args]
        known = tuple(value for value in values if value is not None)
        of = join(value.type for value in known)
        ordered = len(known) == len(values) and _is_ordered(of, function, node, env)
        return _call(function, known, widen(of), node, env) if ordered else None
    found = _items(node, env)
    if found is None or not _is_ordered(found[1], function, node, env):
        return None
    return _call(function, (found[0],), found[1], node, env)


def _is_ordered(of: types.Type, function: str, node: ast.Call, env: Env) -> bool:
    if is_number(of) or is_text(of) or of == NEVER:
        return True
    if isinstance(of, types.Str):
        report_lossy(node.args[0], of, env)
        return False
    _wrong(f"`{function}` needs numbers or texts, not `{describe(of)}`", node.args[0], env)
    return False


def _sum(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    found = _items(node, env)
    if found is None:
        return None
    argument, item = found
    if not is_number(item) and item != NEVER:
        if isinstance(item, types.Str) and item.format:
            return report_lossy(node.args[0], item, env)
        return _wrong(f"`sum` needs numbers, not `{describe(item)}`", node.args[0], env)
    of = types.Int() if is_int(item) or item == NEVER else types.Float()
    return _call(function, (argument,), of, node, env)


def _sorted(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    found = _items(node, env)
    reverse = next((keyword.value for keyword in node.keywords), None)
    if found is None or not _is_ordered(found[1], function, node, env):
        return None
    if reverse is not None and not (isinstance(reverse, ast.Constant) and isinstance(reverse.value, bool)):
        env.report(UNSUPPORTED_EXPRESSION, "`reverse` must be a constant", reverse, "write `reverse=True`")
        return None
    flag = isinstance(reverse, ast.Constant) and reverse.value is True
    argument, item = found
    of = types.List(item)
    return ir.BuiltinCall(function="sorted", args=(argument,), reverse=flag, type=of, span=env.span(node))


def _quantifier(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    if isinstance(node.args[0], ast.ListComp):
        # It would compute all items, where the generator stops at the first that decides.
        message = f"`{function}` of a list comprehension computes items that do not matter"
        env.report(UNSUPPORTED_EXPRESSION, message, node.args[0], "leave the brackets out")
        return None
    found = _items(node, env)
    if found is None:
        return None
    if not has_truth(found[1], env):
        return _wrong(f"`{describe(found[1])}` cannot be tested for truth", node.args[0], env)
    return _call(function, (found[0],), types.Bool(), node, env)


def _bool(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    tested = infer_test(node.args[0], env)
    return tested and _call(function, (tested,), types.Bool(), node, env)


def _str(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    argument = env.infer(node.args[0])
    if argument is None or not has_text(node.args[0], argument, "", env):
        return None
    return _call(function, (argument,), types.Str(), node, env)


def _int(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    argument = _present(node.args[0], env.infer(node.args[0]), env)
    if argument is None:
        return None
    if isinstance(argument.type, types.Str) and argument.type.format:
        return report_lossy(node.args[0], argument.type, env)
    if not is_number(argument.type) and not is_text(argument.type):
        return _wrong(f"`int` needs a number or text, not `{describe(argument.type)}`", node.args[0], env)
    return _call(function, (argument,), types.Int(), node, env)


def _float(function: ir.Builtin, node: ast.Call, env: Env) -> ir.Expr | None:
    argument = _present(node.args[0], env.infer(node.args[0]), env)
    if argument is None or is_number(argument.type):
        return argument and _call(function, (argument,), types.Float(), node, env)
    if isinstance(argument.type, types.Str):
        help = "give the field the type float"
        env.report(LOSSY_TYPE, "text is read as a float differently on other platforms", node.args[0], help)
        return None
    return _wrong(f"`float` needs a number, not `{describe(argument.type)}`", node.args[0], env)


RULES: dict[ir.Builtin, _Rule] = {
    "len": _len,
    "abs": _abs,
    "min": _extreme,
    "max": _extreme,
    "sum": _sum,
    "round": _round,
    "sorted": _sorted,
    "str": _str,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "any": _quantifier,
    "all": _quantifier,
}
ARITY: dict[ir.Builtin, tuple[int, int]] = {
    function: {"min": (1, 99), "max": (1, 99), "round": (1, 2)}.get(function, (1, 1)) for function in RULES
}
SHAPES: dict[ir.Builtin, str] = {
    "min": "min(a, b) or min(xs)",
    "max": "max(a, b) or max(xs)",
    "round": "round(x, 2)",
    "sorted": "sorted(xs, reverse=True)",
}
