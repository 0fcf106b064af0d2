"""Reads the functions that compute a value, wait, ask or call: all but operations, choices and blocks."""

import ast

from wfc_targets.airflow.readback.calling import evaluated, path_of
from wfc_targets.airflow.readback.patterns import (
    expression_fits,
    fits,
    milliseconds,
    text,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Gives, Starts, Work

_START = """
given = dict(dag_run.conf or {})
if dag_run.run_type in ("scheduled", "backfill"):
    given = dict(params)
"""


_CONTEXT = "ctx = validated(_model, given.pop(_key, None), InvalidInput)"


def read_start(task: Task) -> Work | None:
    """The models that a run's input and context must fit."""
    left = list(task.body)
    scheduled = fits(_START, left[:2]) is not None
    copied = not scheduled and fits("given = dict(params)", left[:1]) is not None
    left = left[2 if scheduled else int(copied) :]
    context = fits(_CONTEXT, left[:1])
    given = "given" if scheduled or copied else "params"
    both = fits(f'return {{"ctx": ctx, "input": validated(_model, {given}, InvalidInput)}}', left[1:])
    found = both or fits(f'return {{"input": validated(_model, {given}, InvalidInput)}}', left)
    if (not context and not found) or (context and not both and fits('return {"ctx": ctx}', left[1:]) is None):
        return None
    return Starts(
        input=path_of(found["_model"], task.imports) if found else None,
        context=path_of(context["_model"], task.imports) if context else None,
        context_key=text(context["_key"]) if context else None,
        scheduled=scheduled,
    )


def read_value(task: Task) -> Work | None:
    """A value, perhaps made to fit a model."""
    match task.body:
        case [ast.Return(value=ast.expr() as value)]:
            fitted = expression_fits("validated(_model, _value, InvalidOutput)", value)
        case _:
            return None
    if fitted is None:
        return Gives(value=evaluated(value), model=None)
    return Gives(value=evaluated(fitted["_value"]), model=path_of(fitted["_model"], task.imports))


_PROMISE = 'record_breach(None, get_current_context()["dag_run"].start_date, _promise)'


def promise_of(node: ast.expr) -> int | None:
    """The duration that a whole run is promised to stay in."""
    holes = expression_fits(_PROMISE, node)
    return milliseconds(holes["_promise"]) if holes else None
