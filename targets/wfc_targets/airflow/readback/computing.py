"""Reads the functions that compute a value, wait, ask or call: all but operations, choices and blocks."""

import ast

from wfc_targets.airflow.readback.called_work import Evaluated, Hears, Returns
from wfc_targets.airflow.readback.calling import evaluated, path_of
from wfc_targets.airflow.readback.patterns import (
    Unread,
    expression_fits,
    fits,
    keywords,
    milliseconds,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Gives, Pauses, Starts, Work

_START = """
given = dict(dag_run.conf or {})
if dag_run.run_type in ("scheduled", "backfill"):
    given = dict(params)
"""
_CONTEXT = "ctx = validated(_model, given.pop(_key, None), InvalidInput)"
_WAIT = """
seconds = _seconds
wait_until(timezone.utcnow() + timedelta(seconds=seconds))
"""


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


def read_pause(task: Task) -> Work | None:
    """So many seconds, or until an instant."""
    if holes := fits(_WAIT, task.body):
        return Pauses(seconds=evaluated(holes["_seconds"]), until=None)
    holes = fits("wait_until(evaluated(lambda: instant(_text)))", task.body)
    return Pauses(seconds=None, until=Evaluated(node=holes["_text"], guarded=None)) if holes else None


def read_decision(task: Task) -> Work | None:
    """`decided(...)`."""
    match task.body:
        case [ast.Return(value=ast.Call(func=ast.Name(id="decided"), args=[notify, answer]) as call)]:
            named = keywords(call)
        case _:
            return None
    form, fails = named.pop("form", None), named.pop("fails", None)
    if named:
        raise Unread(f"unknown arguments {sorted(named)} of {shown(call)}")
    return Hears(
        notify=text(notify),
        answer=text(answer),
        form=None if form is None else path_of(form, task.imports),
        fails=() if fails is None else texts(fails),
    )


def read_returned(task: Task) -> Work | None:
    """`called(...)`."""
    match task.body:
        case [ast.Return(value=ast.Call(func=ast.Name(id="called"), args=[inputs, run]) as call)]:
            named = keywords(call)
        case _:
            return None
    if not {"dag_id", "failing"} <= named.keys() <= {"dag_id", "failing", "output"}:
        raise Unread(f"unknown arguments of {shown(call)}")
    return Returns(
        inputs=text(inputs),
        run=text(run),
        dag=text(named["dag_id"]),
        output=text(named["output"]) if "output" in named else None,
        failing=texts(named["failing"]),
    )


_PROMISE = 'record_breach(None, get_current_context()["dag_run"].start_date, _promise)'


def promise_of(node: ast.expr) -> int | None:
    """The duration that a whole run is promised to stay in."""
    holes = expression_fits(_PROMISE, node)
    return milliseconds(holes["_promise"]) if holes else None
