"""The facts of compensations."""

import ast

from wfc.ir.nodes import Call, Step
from wfc.ir.walk import all_nodes, undoable
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.called_work import Calls
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.of_elements import facts_of_element_undo
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_attempts,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread
from wfc_targets.airflow.readback.settings import OPERATION, guarded_by, has_only, is_own, recorded_as
from wfc_targets.airflow.readback.settled_work import RollsBack


def facts_of_undo(dag: Dag) -> Found:
    """How each node is undone."""
    steps = undoable(dag.workflow)
    if dag.rollback is None:
        if steps:
            raise Unread("nothing is undone")
        return
    task, work = dag.tasks[dag.rollback[0]], dag.rollback[1]
    is_own(task)
    guarded_by(task)
    if work.final != dag.final or task.kind != "task.branch":
        raise Unread(f"{task.id} does not choose when the run has failed")
    for step in steps:
        yield from _undo_of(dag, step, work)


def _undo_of(dag: Dag, node: Step | Call, rollback: RollsBack) -> Found:
    main = dag.mains[node.id]
    found = dag.work.get(f"{main}{rollback.undo}")
    names = _as_of(dag, node)
    if isinstance(found, Calls) and found.breach is None:
        task = dag.tasks[f"{main}{rollback.undo}"]
        has_only(task, OPERATION)
        if recorded_as(task) != node.id or set(task.guards) - {"recorded", "due"}:
            raise Unread(f"{task.id} records its failure as that of {recorded_as(task)}")
        site = Site(place=f"{node.id}:undo", names=_with(names, task.given))
        yield from facts_of_call(site, found.invoked)
        yield from inputs_of(site, found.invoked)
        yield from facts_of_attempts(site, task, task.arguments)
        yield site.place, Aspect.WHEN, "attempted" if main in rollback.attempted else "completed"
        return
    yield from facts_of_element_undo(dag, node, names)


def _as_of(dag: Dag, node: Step | Call) -> Names:
    """What is undone sees the run as of its step."""
    ids = [one.id for one in all_nodes(dag.workflow)]
    return Names(dag=dag, node=node.id, given={}, later=frozenset(ids[ids.index(node.id) + 1 :]))


def _with(names: Names, given: dict[str, ast.expr]) -> Names:
    return Names(dag=names.dag, node=names.node, given=given, later=names.later)
