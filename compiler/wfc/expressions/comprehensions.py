"""Types list and dict comprehensions and generator arguments. Reports type-mismatch and unsupported-expression."""

import ast
from dataclasses import replace

from wfc.diagnostics.catalogue import TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, source
from wfc.expressions.iterables import PAIRS, infer_iterable, item_type
from wfc.expressions.kinds import describe, is_text
from wfc.expressions.narrowing import known_if
from wfc.expressions.truth import infer_test
from wfc.ir import expressions as ir
from wfc.ir import types


def infer_list_comprehension(node: ast.ListComp, env: Env) -> ir.Expr | None:
    """`[element for x in xs if c]`."""
    opened = _open(node.generators, node, env)
    if opened is None:
        return None
    targets, iterable, conditions, inside = opened
    element = inside.infer(node.elt)
    if element is None or conditions is None:
        return None
    return ir.Comprehension(
        key=None,
        element=element,
        targets=targets,
        iterable=iterable,
        conditions=conditions,
        type=types.List(element.type),
        span=env.span(node),
    )


def infer_dict_comprehension(node: ast.DictComp, env: Env) -> ir.Expr | None:
    """`{key: value for x in xs if c}`."""
    opened = _open(node.generators, node, env)
    if opened is None:
        return None
    targets, iterable, conditions, inside = opened
    key, value = inside.infer(node.key), inside.infer(node.value)
    if key is None or value is None or conditions is None:
        return None
    if not is_text(key.type):
        message = f"keys are text in JSON, not `{describe(key.type)}`"
        env.report(TYPE_MISMATCH, message, node.key, 'make it text: `f"{key}"`')
        return None
    return ir.Comprehension(
        key=key,
        element=value,
        targets=targets,
        iterable=iterable,
        conditions=conditions,
        type=types.Dict(value.type),
        span=env.span(node),
    )


_Opened = tuple[tuple[str, ...], ir.Expr, tuple[ir.Expr, ...] | None, Env]


def _open(generators: list[ast.comprehension], node: ast.expr, env: Env) -> _Opened | None:
    """Unique names of the targets, the iterable, the conditions (None: one was reported), and the place inside."""
    generator = generators[0]
    if len(generators) > 1 or generator.is_async:
        env.report(UNSUPPORTED_EXPRESSION, "a comprehension can have one `for` only", node, "make it an operation")
        return None
    iterable = infer_iterable(generator.iter, env)
    names = _target_names(generator.target, env)
    types_inside = None if iterable is None or names is None else _target_types(iterable, names, generator, env)
    if iterable is None or names is None or types_inside is None:
        return None
    unique = tuple(_unique(name, env) for name in names)
    inside = replace(env, local={**env.local, **dict(zip(names, zip(unique, types_inside, strict=True), strict=True))})
    conditions: list[ir.Expr | None] = []
    for condition in generator.ifs:
        tested = infer_test(condition, inside)
        conditions.append(tested)
        inside = inside if tested is None else inside.knowing(known_if(tested, True))
    known = tuple(condition for condition in conditions if condition is not None)
    return unique, iterable, known if len(known) == len(conditions) else None, inside


def _target_names(target: ast.expr, env: Env) -> tuple[str, ...] | None:
    match target:
        case ast.Name(id=name):
            return (name,)
        case ast.Tuple(elts=[ast.Name(id=key), ast.Name(id=value)]) if key != value:
            return key, value
        case _:
            help = "write `for x in ...`, or `for key, value in d.items()`"
            env.report(UNSUPPORTED_EXPRESSION, f"`for {source(target)}` cannot be used", target, help)
            return None


def _target_types(
    iterable: ir.Expr, names: tuple[str, ...], generator: ast.comprehension, env: Env
) -> tuple[types.Type, ...] | None:
    match iterable.type:
        case types.Optional():
            report_possibly_none(generator.iter, env)
        case types.List(container=container, item=value) if container == PAIRS:
            if len(names) == 2:
                return types.Str(), value
            env.report(
                UNSUPPORTED_EXPRESSION,
                "`items()` yields pairs, which are no values",
                generator.target,
                "write `for key, value in`",
            )
        case of if (item := item_type(of)) is not None:
            if len(names) == 1:
                return (item,)
            help = "two names go through `d.items()` only"
            env.report(UNSUPPORTED_EXPRESSION, "an item of a list cannot be unpacked", generator.target, help)
        case of:
            help = "go through a list, or through `d.keys()`, `d.values()` or `d.items()`"
            env.report(TYPE_MISMATCH, f"`for` cannot go through `{describe(of)}`", generator.iter, help)
    return None


def _unique(name: str, env: Env) -> str:
    """A variable never hides an outer one or a parameter, so that printers need not think of it."""
    taken = {unique for unique, _ in env.local.values()} | set(env.written.parameters)
    return (
        name
        if name not in taken
        else next(f"{name}_{n}" for n in range(2, len(taken) + 3) if f"{name}_{n}" not in taken)
    )
