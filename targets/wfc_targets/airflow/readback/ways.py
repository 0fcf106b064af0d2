"""The ways out of each node, followed from task to task."""

from collections.abc import Iterator
from dataclasses import replace

from wfc.ir.nodes import Node
from wfc.ir.walk import can_be_late
from wfc.validation.facts import FAIL_AGAIN, SUCCEED, Aspect, Way
from wfc_targets.airflow.readback.called_work import Evaluated
from wfc_targets.airflow.readback.chosen_work import Chooses, End, Follow, Picks, Raise, Stop
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.written import Written

Found = Iterator[tuple[str, Aspect, object]]


def ways_of(dag: Dag, node: Node) -> Found:
    """The edges of a node, after success and after failure."""
    main = dag.mains[node.id]
    decider = dag.routes.get(node.id, main)
    work = dag.work[decider]
    if isinstance(work, Chooses):
        yield from _chosen(dag, node, decider, work)
    elif decider != main:
        [to] = dag.ahead[decider]
        yield node.id, Aspect.ON_SUCCESS, (Way(to=_goal(dag, to)),)
        yield node.id, Aspect.ON_FAILURE, (Way(to=_goal(dag, to)),)
    else:
        yield node.id, Aspect.ON_SUCCESS, (Way(to=_only_way(dag, main)),)


def _only_way(dag: Dag, main: str) -> str:
    if main in dag.finals:
        return SUCCEED
    goals = [goal for one in dag.ahead[main] if (goal := dag.goal(one)) is not None]
    if len(goals) > 1:
        raise Unread(f"{main} goes on with several tasks and chooses none")
    return goals[0] if goals else FAIL_AGAIN


def _chosen(dag: Dag, node: Node, decider: str, work: Chooses) -> Found:
    main = dag.mains[node.id]
    if work.failing not in {None, main} or work.picked not in {None, main}:
        raise Unread(f"{decider} asks about another task than {main}")
    if work.late != (can_be_late(dag.workflow) and work.failing is not None):
        raise Unread(f"{decider} takes the deadline for a failure like others, or the other way round")
    picked = dag.work[main] if work.picked else None
    names = Names(dag=dag, node=node.id, given=dag.tasks[decider].given)
    conditions: list[Evaluated | None] = [condition for condition, _ in work.arms]
    asking = names
    if isinstance(picked, Picks):
        conditions = list(picked.arms)
        asking = Names(dag=dag, node=node.id, given=dag.tasks[main].given)
    ends = [end for _, end in work.arms]
    written = [one and asking.text(one) for one in conditions]
    arms = [replace(_way(dag, decider, end, names), condition=asked) for asked, end in zip(written, ends, strict=True)]
    yield node.id, Aspect.ON_SUCCESS, tuple(arms)
    catches = [replace(_way(dag, decider, end, names), errors=tuple(sorted(types))) for types, end in work.catches]
    yield node.id, Aspect.ON_FAILURE, tuple(catches)


def _way(dag: Dag, decider: str, end: End, names: Names) -> Way:
    match end:
        case Follow(task=task):
            if task not in dag.ahead[decider]:
                raise Unread(f"{decider} follows {task}, which does not stand behind it")
            return Way(to=_goal(dag, task))
        case Stop():
            return Way(to=FAIL_AGAIN)
        case Raise(type=kind, message=message):
            return Way(to=f"Fail:{kind}", message=names.text(message))


def _goal(dag: Dag, task: str) -> str:
    goal = dag.goal(task)
    if goal is None:
        raise Unread(f"a way leads to {task}, which is no node")
    return goal


def tidy_successes(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Without tests in front of an end that is the same without."""
    found = list(ways)
    while len(found) > 1 and _is_idle(found[-2], found[-1]):
        del found[-2]
    return tuple(found)


def tidy_failures(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Also without a last edge that fails the run as it would fail anyway."""
    return tidy_successes(ways[:-1] if ways and ways[-1] == Way(to=FAIL_AGAIN) else ways)


def _is_idle(way: Way, last: Way) -> bool:
    certain = not (isinstance(way.condition, Written) and way.condition.guarded)
    alike = way.to == last.to and way.message == last.message and last.condition is None and not last.errors
    return alike and certain
