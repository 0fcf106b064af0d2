"""From a task function to what it does: the first form that fits."""

from collections.abc import Callable

from wfc_targets.airflow.readback.calling import read_alert, read_call
from wfc_targets.airflow.readback.choosing import read_choice, read_pick
from wfc_targets.airflow.readback.computing import read_start, read_value
from wfc_targets.airflow.readback.joining import read_gathering, read_join
from wfc_targets.airflow.readback.patterns import Unread, shown
from wfc_targets.airflow.readback.polling import read_poll
from wfc_targets.airflow.readback.settling import read_rollback
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.telling import read_outcome
from wfc_targets.airflow.readback.undoing import read_elements
from wfc_targets.airflow.readback.waiting import read_decision, read_pause, read_returned
from wfc_targets.airflow.readback.work import Nothing, Work

_READERS: tuple[Callable[[Task], Work | None], ...] = (
    read_call,
    read_alert,
    read_poll,
    read_start,
    read_rollback,
    read_outcome,
    read_elements,
    read_join,
    read_gathering,
    read_decision,
    read_returned,
    read_pause,
    read_pick,
    read_choice,
    read_value,
)
"""The narrow ones first: a choice can look like a value, and a value like nothing else."""


def read_work(task: Task) -> Work | None:
    """What a task does; None for an operator."""
    if task.made.function is None:
        return None
    if not task.body:
        return Nothing()
    found = next((work for reader in _READERS if (work := reader(task)) is not None), None)
    if found is None:
        raise Unread(f"unknown work of {task.id}: {shown(*task.body)}")
    return found
