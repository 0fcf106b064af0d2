"""What a generated DAG file consists of: the target's own model of its output, between the core IR and the text.

Everything called source is Python, one logical line without indentation; the layout is the emitter's business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc_targets.airflow import bodies as flow
from wfc_targets.airflow import inner_bodies as inner

Work: TypeAlias = (
    flow.Start
    | flow.Call
    | flow.Alert
    | flow.Decide
    | flow.Pick
    | flow.Result
    | flow.Rollback
    | flow.Outcome
    | inner.Nothing
    | inner.Join
    | inner.Items
    | inner.Gather
    | inner.UndoElements
    | inner.Pause
    | inner.Polled
    | inner.Decided
    | inner.Conf
    | inner.Called
)
"""What a task function does."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task function. `decorators`, `imports` and `bindings` are source.

    `parameters` are the variables of Airflow's context that it asks for. `over`: the task that lists the elements for
    each of which there is one.
    """

    name: str
    decorators: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    doc: str = ""
    imports: tuple[str, ...] = ()
    bindings: tuple[str, ...] = ()
    over: str | None = None
    body: Work


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator of Airflow's own. `arguments` are source, without the task id."""

    name: str
    task_id: str
    operator: str
    arguments: tuple[str, ...]


def marker(task_id: str, *arguments: str) -> Operator:
    """A task without work, which the scheduler completes by itself: a join, an end, or a way past a detour."""
    return Operator(name=task_id, task_id=task_id, operator="EmptyOperator", arguments=arguments)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The tasks of one branch, as a task group that is called `title`."""

    name: str
    title: str
    tasks: tuple["Item", ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The tasks for one element of `over` (the task that lists them), as a mapped task group."""

    name: str
    over: str
    tasks: tuple["Item", ...]
    wiring: tuple[str, ...]


Item: TypeAlias = Task | Operator | Branch | Body
"""What stands in a DAG or group."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A DAG that only starts the other one, because Airflow has one schedule for each DAG.

    `arguments` (of `@dag`) and `trigger` (of the operator) are source. `skips`: not while an earlier one goes on.
    """

    dag_id: str
    arguments: tuple[str, ...]
    skips: bool
    trigger: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One DAG file. `arguments` (of `@dag`) and `wiring` are source.

    `failing`: ids of the tasks that may fail a run, the latest of the flow first. `traits`: what the helpers must be
    able to do. `elements`: the tasks of which there is one for each element. The rest is for reading a run:
    `addresses`: task id to what makes the address of its calls (before and after the index, in a body); `nodes`: task
    id to the node it stands for; `calls`: tasks that trigger other DAGs, `approvals`: tasks that ask somebody, to their
    nodes; `comment`: the param of the comment in a form; `deadline` in milliseconds.
    """

    dag_id: str
    spec: str
    doc: str
    arguments: tuple[str, ...]
    tasks: tuple[Item, ...]
    wiring: tuple[str, ...]
    schedules: tuple[Schedule, ...]
    failing: tuple[str, ...]
    traits: frozenset[str]
    addresses: tuple[tuple[str, tuple[str, str]], ...]
    nodes: tuple[tuple[str, str], ...]
    elements: tuple[str, ...]
    calls: tuple[tuple[str, str], ...]
    approvals: tuple[tuple[str, str], ...]
    comment: str
    deadline: int | None


def items_in(items: Iterable[Item]) -> Iterator[Task | Operator | Body]:
    """What stands in a scope: the tasks of branches too, of a body only the group."""
    for item in items:
        if isinstance(item, Branch):
            yield from items_in(item.tasks)
        else:
            yield item


def tasks_in(items: Iterable[Item]) -> Iterator[Task]:
    """Every task function, those in mapped groups included."""
    for item in items_in(items):
        if isinstance(item, Task):
            yield item
        if isinstance(item, Body):
            yield from tasks_in(item.tasks)
