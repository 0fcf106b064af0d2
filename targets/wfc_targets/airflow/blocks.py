"""Parallel and ForEach: the tasks that part and join their ways, around the groups for branches and bodies."""

from collections.abc import Callable, Iterable, Iterator

from wfc.ir.fallible import is_fallible
from wfc.ir.nodes import Choice, ForEach, Parallel, Step, Wait
from wfc.ir.walk import walk_nodes
from wfc_targets.airflow.alerts import alert_of, sends_alert
from wfc_targets.airflow.arrival import at, stand
from wfc_targets.airflow.flow import Flow, decorator, forward, recorded
from wfc_targets.airflow.inner_bodies import Ending, Gather, Items, Join
from wfc_targets.airflow.joins import joins
from wfc_targets.airflow.names import task_id
from wfc_targets.airflow.plan import Body, Branch, Item, Operator, Task
from wfc_targets.airflow.policies import OWN_RETRIES
from wfc_targets.airflow.routes import Shape, ends_of, single_of
from wfc_targets.airflow.values import bindings, value
from wfc_targets.airflow.wiring import body_wiring

Lower = Callable[[Flow], Iterator[Item]]
"""How the tasks of a block are made; given, because blocks are inside of blocks."""


def parallel_tasks(node: Parallel, flow: Flow, lower: Lower) -> Iterator[Item]:
    """Fork, branches, join."""
    fork, _ = flow.names.stages(node)
    yield stand(fork, "The branches begin.", flow)
    endings: list[tuple[str, Ending]] = []
    for branch, shape in zip(node.branches, flow.shape.inner[node.id], strict=True):
        inside = flow.inside(shape)
        tasks = (*lower(inside), *_meeting(inside))
        endings.append((branch.name, _ending(inside, tasks)))
        yield Branch(name=flow.names.group(node.id, branch.name), title=branch.name, tasks=tasks)
    yield Task(
        name=flow.names.steps[node.id],
        decorators=joins(node, fork, flow, "multiple_outputs=False"),
        doc=node.description,
        body=Join(branches=tuple(endings)),
    )


def for_each_tasks(node: ForEach, flow: Flow, lower: Lower) -> Iterator[Item]:
    """Items, one group or task for each, join."""
    items, _ = flow.names.stages(node)
    reached = at(items, flow)
    yield Task(
        name=items,
        decorators=(decorator("task", *reached.arguments, OWN_RETRIES), *reached.guards, recorded(node.id)),
        bindings=bindings([node.items], forward(node, flow)),
        body=Items(value=value(node.items), guarded=is_fallible(node.items)),
    )
    [shape] = flow.shape.inner[node.id]
    inside = flow.inside(shape, alone=single_of(node, flow.shape) is not None)
    tasks = (*lower(inside), *_meeting(inside))
    if inside.alone:
        yield from tasks
    else:
        alerts = tuple(one for one in walk_nodes(node.body.nodes) if isinstance(one, Step) and sends_alert(one.sla))
        beside = tuple(alert_of(one.sla, one.id, inside) for one in alerts if one.sla)
        yield Body(
            name=flow.names.group(node.id, ""),
            over=items,
            tasks=(*tasks, *beside),
            wiring=body_wiring(shape, tuple(one.id for one in alerts)),
        )
    yield Task(
        name=flow.names.steps[node.id],
        decorators=joins(node, items, flow),
        doc=node.description,
        body=Gather(items=items, ending=_ending(inside, tasks)),
    )


def _meeting(flow: Flow) -> Iterator[Item]:
    """The task in which the ways to the end of a block meet, unless that is one of a node."""
    final = flow.shape.final
    if any(goal == final for _, goal in flow.shape.edges) and final not in map(task_id, flow.shape.nodes):
        yield stand(final, "The ways to the end meet.", flow)


def _ending(flow: Flow, tasks: Iterable[Item]) -> Ending:
    ends = ends_of(flow.shape)
    return Ending(
        final=flow.shape.final,
        failing=recording(flow.shape, tasks),
        last=tuple(task_id(node.id) for node in ends),
        silent=tuple(task_id(node.id) for node in ends if isinstance(node, Choice | Wait)),
    )


def recording(shape: Shape, tasks: Iterable[Item]) -> tuple[str, ...]:
    """The tasks of a block that record what it fails with, the latest first."""
    ids = {name: task_id(node) for node, name in shape.names.steps.items()}
    found = [task.name for task in tasks if _can_fail(task)]
    return tuple(ids.get(name, name) for name in reversed(found))


def _can_fail(task: Item) -> bool:
    match task:
        case Task():
            return any(line.startswith("@recorded") for line in task.decorators)
        case Operator():
            return task.operator != "EmptyOperator"
        case _:
            return False
