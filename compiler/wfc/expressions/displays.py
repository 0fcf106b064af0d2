"""Types list and dict displays and `Model(field=...)`, which is a dict by the fields' aliases.

Reports type-mismatch, unknown-field, possibly-none and unsupported-expression.
"""

import ast

from wfc.diagnostics.catalogue import TYPE_MISMATCH, UNKNOWN_FIELD, UNSUPPORTED_EXPRESSION
from wfc.diagnostics.fix import rename_first
from wfc.expressions.access import report_possibly_none
from wfc.expressions.assignable import assignable
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.expressions.iterables import value_type
from wfc.expressions.kinds import describe, fields_of, is_text, join
from wfc.expressions.values import constant
from wfc.ir import expressions as ir
from wfc.ir import types


def infer_list(node: ast.List, env: Env) -> ir.Expr | None:
    """`[a, b]`."""
    for item in node.elts:
        if isinstance(item, ast.Starred):
            shown = source(item.value)
            env.report(
                UNSUPPORTED_EXPRESSION, f"`*{shown}` cannot stand in a list", item, f"add the lists: `{shown} + [...]`"
            )
            return None
    items = [env.infer(item) for item in node.elts]
    known = tuple(item for item in items if item is not None)
    if len(known) < len(items):
        return None
    of = types.List(join(item.type for item in known))
    return ir.ListDisplay(items=known, type=of, span=env.span(node))


def infer_dict(node: ast.Dict, env: Env) -> ir.Expr | None:
    """`{"a": x, **y}`."""
    entries = [_entry(key, value, env) for key, value in zip(node.keys, node.values, strict=True)]
    known = tuple(entry for entry in entries if entry is not None)
    if len(known) < len(entries):
        return None
    return ir.DictDisplay(entries=known, type=_dict_type(known, env), span=env.span(node))


def _entry(key: ast.expr | None, value: ast.expr, env: Env) -> ir.Entry | None:
    if key is None:
        return _spread(value, env)
    typed_key, typed_value = env.infer(key), env.infer(value)
    if typed_key is None or typed_value is None:
        return None
    if not is_text(typed_key.type):
        help = "write the key as text" if isinstance(typed_key, ir.Const) else 'make it text: `f"{key}"`'
        env.report(TYPE_MISMATCH, f"keys are text in JSON, not `{describe(typed_key.type)}`", key, help)
        return None
    return ir.Entry(key=typed_key, value=typed_value)


def _spread(value: ast.expr, env: Env) -> ir.Entry | None:
    typed = env.infer(value)
    if typed is None:
        return None
    if isinstance(typed.type, types.Optional):
        report_possibly_none(value, env)
        return None
    if isinstance(typed.type, types.ModelRef) and not _is_dump(value):
        help = f"write `**{source(value)}.model_dump(by_alias=True)`"
        env.report(TYPE_MISMATCH, f"the model `{describe(typed.type)}` is not a dict", value, help)
        return None
    if not isinstance(typed.type, types.Dict | types.Record | types.ModelRef):
        env.report(TYPE_MISMATCH, f"`**` needs a dict, not `{describe(typed.type)}`", value)
        return None
    return ir.Entry(key=None, value=typed)


def _is_dump(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "model_dump"


def _dict_type(entries: tuple[ir.Entry, ...], env: Env) -> types.Type:
    """A record when every key is known, else a dict of whatever the values have in common."""
    fields: dict[str, types.Type] = {}
    free: list[types.Type] = []
    for entry in entries:
        match entry:
            case ir.Entry(key=ir.Const(value=str() as key)):
                fields[key] = entry.value.type
            case ir.Entry(key=None, value=value) if (known := fields_of(value.type, env.scope.models)) is not None:
                fields |= known
            case ir.Entry(key=None):
                free.append(value_type(entry.value.type) or entry.value.type)
            case _:
                free.append(entry.value.type)
    return types.Dict(join([*free, *fields.values()])) if free else types.Record(tuple(fields.items()))


def infer_model_call(node: ast.Call, path: str, env: Env) -> ir.Expr | None:
    """`Model(field=value)`; fields left out keep their defaults, which the receiver fills in."""
    model = env.model(path)
    if node.args or any(keyword.arg is None for keyword in node.keywords):
        env.report(UNSUPPORTED_EXPRESSION, "a model is filled by keywords only", node, "write `field=value` for each")
        return None
    fields = {name: field for field in model.fields for name in (field.name, field.alias)}
    entries = [_filled(keyword, fields, path, env) for keyword in node.keywords]
    known = {entry[0]: entry[1] for entry in entries if entry is not None}
    missing = [field.name for field in model.fields if field.required and field.alias not in known]
    if len(known) < len(entries):
        return None
    if missing:
        shown = ", ".join(f"`{name}`" for name in missing)
        env.report(TYPE_MISMATCH, f"`{describe(types.ModelRef(path))}` needs {shown}", node, f"add {shown}")
        return None
    shown_entries = tuple(ir.Entry(key=constant(key, value.span), value=value) for key, value in known.items())
    record = types.Record(tuple((key, value.type) for key, value in known.items()))
    whole = types.ModelRef(path) if len(known) == len(model.fields) else record
    return ir.DictDisplay(entries=shown_entries, type=whole, span=env.span(node))


def _filled(keyword: ast.keyword, fields: dict[str, types.Field], path: str, env: Env) -> tuple[str, ir.Expr] | None:
    value = env.infer(keyword.value)
    name = keyword.arg or ""
    if name not in fields:
        message = f"`{describe(types.ModelRef(path))}` has no field `{name}`"
        fix = rename_first(env.span(keyword), name, fields)
        env.report(UNKNOWN_FIELD, message, keyword, did_you_mean(name, list(fields)), fix)
        return None
    if value is None:
        return None
    reason = assignable(value.type, fields[name].type, env.scope.models)
    if reason is not None:
        env.report(TYPE_MISMATCH, f"`{name}` of `{describe(types.ModelRef(path))}`: {reason}", keyword.value)
        return None
    return fields[name].alias, value
