"""Reads the function that tells how a run went."""

import ast

from wfc_targets.airflow.readback.computing import promise_of
from wfc_targets.airflow.readback.patterns import (
    Unread,
    fits,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.settled_work import Tells
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work

_OUTCOME = """
if state(_final) == "success":
    return
error = last_failure(*FAILING)
"""


_RECORD = 'error = {**error, "compensation_failed": [one for one in failed if one]}'


_FAIL = """
get_current_context()["ti"].xcom_push(key="error", value=error)
raise AirflowFailException(f"{error['type']}: {error['message']}")
"""


def read_outcome(task: Task) -> Work | None:
    """The end of a run."""
    if fits(_FAIL, task.body[-2:]) is None:
        return None
    left = list(task.body[:-2])
    first = left[0].value if isinstance(left[0], ast.Expr) else None
    promise = promise_of(first) if first is not None else None
    if promise is not None:
        del left[0]
    head = fits(_OUTCOME, left[:2])
    if head is None:
        raise Unread(f"unknown outcome {shown(*left)}")
    undo, each = _failed_undo(left[2:])
    return Tells(final=text(head["_final"]), promise=promise, undo=undo, each=each)


def _failed_undo(left: list[ast.stmt]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if not left:
        return None, ()
    some = fits("failed = [failure_of(task_id) for task_id in _tasks]", left[:1])
    if some is None and fits("failed = []", left[:1]) is None:
        raise Unread(f"unknown record of compensations {shown(left[0])}")
    if fits(_RECORD, left[-1:]) is None:
        raise Unread(f"unknown record of compensations {shown(left[-1])}")
    each = []
    for one in left[1:-1]:
        holes = fits('failed += pull(_task, "failed") or []', [one])
        if holes is None:
            raise Unread(f"unknown record of compensations {shown(one)}")
        each.append(text(holes["_task"]))
    return texts(some["_tasks"]) if some else (), tuple(each)
