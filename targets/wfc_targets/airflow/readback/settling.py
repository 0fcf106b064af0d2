"""Reads the functions that settle a block or a run: joins, the choice of what is undone, the outcome."""

import ast

from wfc_targets.airflow.readback.patterns import (
    Unread,
    address,
    expression_fits,
    fits,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.settled_work import RollsBack
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work

_ROLLBACK = """
if state(_final) == "success":
    return []
if (last_failure(*FAILING) or {}).get("type") == "AlreadyCompensated":
    return []
due = [_address for step in _steps if _done]
get_current_context()["ti"].xcom_push(key="due", value=_kept)
return due
"""


_SUCCEEDED = 'state(step) == "success"'


_BEHIND = "{step}"


def read_rollback(task: Task) -> Work | None:
    """What is undone."""
    holes = fits(_ROLLBACK, task.body)
    if holes is None:
        return None
    each: tuple[str, ...] = ()
    items, done = "", holes["_done"]
    if of_elements := expression_fits('state(_items) == "success" if step in _each else _done', done):
        each, items, done = texts(of_elements["_each"]), _suffix(of_elements["_items"]), of_elements["_done"]
    steps = texts(holes["_steps"])
    told = expression_fits("[*due, _told]", holes["_kept"])
    if told is None and shown(holes["_kept"]) != "due":
        raise Unread(f"unknown record {shown(holes['_kept'])}")
    return RollsBack(
        final=text(holes["_final"]),
        undo=_suffix(holes["_address"]),
        steps=steps,
        attempted=_attempted(done, steps),
        each=each,
        items=items,
        told=text(told["_told"]) if told else None,
    )


def _suffix(node: ast.expr) -> str:
    found = address(node)
    if not found.startswith(_BEHIND):
        raise Unread(f"no task beside a step: {shown(node)}")
    return found.removeprefix(_BEHIND)


def _attempted(done: ast.expr, steps: tuple[str, ...]) -> tuple[str, ...]:
    if expression_fits(_SUCCEEDED, done) is not None:
        return ()
    if expression_fits("attempted(step)", done) is not None:
        return steps
    if some := expression_fits(f"attempted(step) if step in _steps else {_SUCCEEDED}", done):
        return texts(some["_steps"])
    raise Unread(f"unknown reason to undo: {shown(done)}")
