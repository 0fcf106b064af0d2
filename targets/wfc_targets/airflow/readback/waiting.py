"""Reads the functions that wait, and those that take what came of a question or of another DAG."""

import ast

from wfc_targets.airflow.readback.called_work import Evaluated, Hears, Returns
from wfc_targets.airflow.readback.calling import evaluated, path_of
from wfc_targets.airflow.readback.patterns import (
    Unread,
    fits,
    keywords,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Pauses, Work

_WAIT = """
seconds = _seconds
wait_until(timezone.utcnow() + timedelta(seconds=seconds))
"""


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
