"""Reads `steps["x"]`, `steps[x]` and `steps.get("x")`: a step is not a value, only its output is.

Reports unknown-step-output, unknown-name and unsupported-expression.
"""

import ast
from dataclasses import dataclass
from typing import final

from wfc.diagnostics.catalogue import UNKNOWN_STEP_OUTPUT, UNSUPPORTED_EXPRESSION
from wfc.diagnostics.fix import rename_text
from wfc.expressions.environment import Env, did_you_mean, source
from wfc.ir import expressions as ir
from wfc.ir.surface import StepName
from wfc.ir.types import Bool


@final
@dataclass(frozen=True, slots=True)
class StepHandle:
    """A step that a lambda names. `certain`: by `steps[...]`, so it must have succeeded."""

    step: str
    certain: bool


def is_steps_access(node: ast.expr, env: Env) -> bool:
    """Is it `steps[...]` or `steps.get(...)` of the lambda's own `steps`?"""
    match node:
        case ast.Subscript(value=ast.Name(id="steps")) | ast.Call(func=ast.Attribute(value=ast.Name(id="steps"))):
            return "steps" in env.written.parameters and "steps" not in env.local
        case _:
            return False


def step_handle(node: ast.expr, env: Env) -> StepHandle | None:
    """The step, for a node that `is_steps_access` holds of; None when it was reported."""
    match node:
        case ast.Subscript(slice=key):
            return _named(key, env, certain=True)
        case ast.Call(func=ast.Attribute(attr="get"), args=[key], keywords=[]):
            return _named(key, env, certain=False)
        case _:
            help = 'write `steps["id"].output`, or `steps.get("id")` and a test'
            env.report(UNSUPPORTED_EXPRESSION, f"`{source(node)}` cannot be used", node, help)
            return None


def _named(key: ast.expr, env: Env, *, certain: bool) -> StepHandle | None:
    match key:
        case ast.Constant(value=str() as step):
            pass
        case ast.Name(id=name) if isinstance(meaning := env.meaning(name), StepName) and name not in env.local:
            step = meaning.id
        case _:
            constant = env.infer(key)
            if not isinstance(constant, ir.Const) or not isinstance(constant.value, str):
                help = 'write its id as a constant: `steps["id"]`'
                env.report(UNSUPPORTED_EXPRESSION, f"`{source(key)}` does not name a step", key, help)
                return None
            step = constant.value
    if step in env.scope.hidden:
        why, _, help = env.scope.hidden[step].partition("; ")
        env.report(UNKNOWN_STEP_OUTPUT, f"`{step}` cannot be read here: {why}", key, help)
        return None
    if step not in env.scope.steps:
        help = did_you_mean(step, list(env.scope.steps))
        fix = rename_text(env.span(key), step, env.scope.steps)
        env.report(UNKNOWN_STEP_OUTPUT, f"there is no step `{step}` with an output", key, help, fix)
        return None
    return StepHandle(step, certain)


def infer_done(node: ast.expr, env: Env) -> ir.Expr | None:
    """`steps.get("x")` where only its truth counts: has x succeeded?"""
    handle = step_handle(node, env)
    return None if handle is None else ir.StepDone(step=handle.step, type=Bool(), span=env.span(node))
