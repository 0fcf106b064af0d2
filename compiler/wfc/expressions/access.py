"""Types attribute and index access, and the outputs of steps.

Reports unknown-field, possibly-none, type-mismatch, unknown-step-output and unsupported-expression.
"""

import ast

from wfc.diagnostics.catalogue import (
    POSSIBLY_NONE,
    TYPE_MISMATCH,
    UNKNOWN_FIELD,
    UNSUPPORTED_EXPRESSION,
)
from wfc.diagnostics.fix import rename_last, rename_text
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.expressions.kinds import describe, is_int, is_text, join
from wfc.expressions.narrowing import step_path
from wfc.expressions.steps import StepHandle, is_steps_access, step_handle
from wfc.expressions.values import constant, present
from wfc.ir import expressions as ir
from wfc.ir import types
from wfc.ir.surface import EnumClass


def infer_attribute(node: ast.Attribute, env: Env) -> ir.Expr | None:
    """A field of a model, `steps[...].output`, a member of an Enum."""
    if is_steps_access(node.value, env):
        handle = step_handle(node.value, env)
        return None if handle is None else _output(handle, node, env)
    if isinstance(node.value, ast.Name) and not _is_variable(node.value.id, env):
        meaning = env.meaning(node.value.id)
        if isinstance(meaning, EnumClass):
            return _member(meaning, node, env)
    base = env.infer(node.value)
    return None if base is None else _field(base, node, env)


def _is_variable(name: str, env: Env) -> bool:
    return name in env.local or name in env.written.parameters


def _output(handle: StepHandle, node: ast.Attribute, env: Env) -> ir.Expr | None:
    if node.attr != "output":
        help = "write `.output`, the only thing a step has to read"
        env.report(UNKNOWN_FIELD, f"a step has no `{node.attr}`", node, help)
        return None
    known = step_path(handle.step) in env.present
    if not handle.certain and not known:
        help = f'test it first: `... if steps.get("{handle.step}") is not None else ...`'
        env.report(POSSIBLY_NONE, f'`steps.get("{handle.step}")` is None when the step has not succeeded', node, help)
        return None
    certain = handle.certain and not known
    of = env.scope.steps[handle.step]
    return ir.StepOutput(step=handle.step, certain=certain, type=of, span=env.span(node))


def _member(enum: EnumClass, node: ast.Attribute, env: Env) -> ir.Expr | None:
    values = dict(enum.members)
    if node.attr not in values:
        name = enum.path.rpartition(":")[2]
        message, help = f"the Enum `{name}` has no member `{node.attr}`", did_you_mean(node.attr, list(values))
        env.report(UNKNOWN_FIELD, message, node, help, rename_last(env.span(node), node.attr, values))
        return None
    return constant(values[node.attr], env.span(node))


def _field(base: ir.Expr, node: ast.Attribute, env: Env) -> ir.Expr | None:
    match base.type:
        case types.ModelRef():
            return _model_field(base, base.type, node, env)
        case types.Choices(enum=str() as enum) if enum and node.attr == "value":
            return base
        case types.Optional():
            report_possibly_none(node.value, env)
        case types.Record() | types.Dict():
            shown = f'`{source(node.value)}["{node.attr}"]`'
            env.report(UNKNOWN_FIELD, f"a dict has no field `{node.attr}`", node, f"write {shown}")
        case types.Any():
            help = f'write `{source(node.value)}["{node.attr}"]`, or give it a model'
            env.report(UNKNOWN_FIELD, f"`{source(node.value)}` is unknown JSON", node, help)
        case other:
            help = "methods can only be called: `.lower()`" if hasattr(str, node.attr) else "make it an operation"
            env.report(UNKNOWN_FIELD, f"`{describe(other)}` has no field `{node.attr}`", node, help)
    return None


def _model_field(base: ir.Expr, of: types.ModelRef, node: ast.Attribute, env: Env) -> ir.Expr | None:
    fields = {field.name: field for field in env.model(of.path).fields}
    field = fields.get(node.attr)
    if field is None:
        message = f"`{describe(of)}` has no field `{node.attr}`"
        fix = rename_last(env.span(node), node.attr, fields)
        env.report(UNKNOWN_FIELD, message, node, did_you_mean(node.attr, list(fields)), fix)
        return None
    access = ir.Attribute(base=base, name=field.name, alias=field.alias, type=field.type, span=env.span(node))
    return present(access, env)


def report_possibly_none(node: ast.expr, env: Env) -> None:
    """The value may be None, and what is done with it needs one."""
    shown = source(node)
    help = f"test it first: `... if {shown} is not None else ...`"
    env.report(POSSIBLY_NONE, f"`{shown}` may be None here", node, help)


def infer_subscript(node: ast.Subscript, env: Env) -> ir.Expr | None:
    """`base[index]`."""
    if is_steps_access(node, env):
        help = f"write `{source(node)}.output`"
        env.report(UNSUPPORTED_EXPRESSION, "a step is not a value", node, help)
        return None
    if isinstance(node.slice, ast.Slice):
        help = "use a comprehension, or make it an operation"
        env.report(UNSUPPORTED_EXPRESSION, f"the slice `{source(node)}` cannot be used", node, help)
        return None
    base, index = env.infer(node.value), env.infer(node.slice)
    if base is None or index is None:
        return None
    of = _item_type(base, index, node, env)
    return None if of is None else present(ir.Item(base=base, index=index, type=of, span=env.span(node)), env)


def _item_type(base: ir.Expr, index: ir.Expr, node: ast.Subscript, env: Env) -> types.Type | None:
    match base.type:
        case types.List(container="list" | "tuple"):
            return base.type.item if _index_is(is_int(index.type), "int", index, node, env) else None
        case types.Dict():
            return base.type.value if _index_is(is_text(index.type), "str", index, node, env) else None
        case types.Record():
            return _record_item(base.type, index, node, env)
        case types.Any():
            known = is_int(index.type) or is_text(index.type)
            return types.Any() if _index_is(known, "int or str", index, node, env) else None
        case types.Optional():
            report_possibly_none(node.value, env)
        case types.ModelRef():
            name = index.value if isinstance(index, ir.Const) else "field"
            help = f"write `{source(node.value)}.{name}`"
            env.report(TYPE_MISMATCH, f"the model `{describe(base.type)}` has fields, not items", node, help)
        case of if is_text(of):
            return types.Str() if _index_is(is_int(index.type), "int", index, node, env) else None
        case other:
            env.report(TYPE_MISMATCH, f"`{describe(other)}` has no items", node, "index a list, a dict or text")
    return None


def _index_is(fits: bool, wanted: str, index: ir.Expr, node: ast.Subscript, env: Env) -> bool:
    if not fits:
        message = f"`{source(node.value)}` is indexed by `{wanted}`, not by `{describe(index.type)}`"
        env.report(TYPE_MISMATCH, message, node.slice)
    return fits


def _record_item(of: types.Record, index: ir.Expr, node: ast.Subscript, env: Env) -> types.Type | None:
    fields = dict(of.fields)
    if not isinstance(index, ir.Const):
        return join(fields.values()) if _index_is(is_text(index.type), "str", index, node, env) else None
    if index.value not in fields:
        help = did_you_mean(str(index.value), list(fields))
        fix = rename_text(env.span(node.slice), str(index.value), fields)
        env.report(UNKNOWN_FIELD, f"this dict has no key `{index.value}`", node, help, fix)
        return None
    return fields[str(index.value)]
