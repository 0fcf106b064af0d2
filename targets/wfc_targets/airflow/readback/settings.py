"""The arguments of a task, each of which must be one that its part in the run has."""

from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import Unread, literal, milliseconds, text
from wfc_targets.airflow.readback.tasks import Task

OPERATION = frozenset({"retries", "retry_delay", "retry_policy", "execution_timeout"})
"""What an operation is called with."""


OWN_RETRIES = 2
"""What our own tasks do is done again: they only talk to Airflow."""


def has_only(task: Task, allowed: frozenset[str]) -> None:
    """Nothing else is set."""
    if unknown := task.arguments.keys() - allowed:
        raise Unread(f"{task.id} has unknown settings: {', '.join(sorted(unknown))}")


def is_own(task: Task, *allowed: str) -> None:
    """A task of ours: it has two retries, and gives its value as one."""
    has_only(task, frozenset({"retries", "multiple_outputs", *allowed}))
    if "retries" not in task.arguments or literal(task.arguments["retries"]) != OWN_RETRIES:
        raise Unread(f"{task.id} does not have two retries")
    if "multiple_outputs" in task.arguments and literal(task.arguments["multiple_outputs"]) is not False:
        raise Unread(f"{task.id} gives several values")


def timeout_of(task: Task) -> int | None:
    """How long an attempt may take."""
    limit = task.arguments.get("execution_timeout")
    return None if limit is None else milliseconds(limit)


def guarded_by(task: Task, *names: str) -> None:
    """Exactly these decorators of ours stand over a task, apart from those that only a place in a list asks for."""
    found = tuple(name for name in task.guards if name != "chosen_by")
    if found != names:
        raise Unread(f"{task.id} should be guarded by {', '.join(names) or 'nothing'}, is by {', '.join(found)}")


def recorded_as(task: Task) -> str | None:
    """The step under which a task records what it fails with."""
    call = task.guards.get("recorded")
    return text(call.args[0]) if call and call.args else None


def timed(dag: Dag) -> tuple[str, ...]:
    """What an attempt is guarded by where the run has a deadline."""
    return () if dag.workflow.deadline is None else ("in_time",)
