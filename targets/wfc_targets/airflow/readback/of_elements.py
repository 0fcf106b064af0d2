"""The facts of compensations that are done for each element of a list."""

import ast
from collections.abc import Iterator

from wfc.ir.nodes import Call, Step
from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.names import Names
from wfc_targets.airflow.readback.operations import (
    Found,
    Site,
    facts_of_call,
    inputs_of,
)
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, shown
from wfc_targets.airflow.readback.retries import policies_of
from wfc_targets.airflow.readback.undone_work import UndoesElements, UndoesOne


def _elements(dag: Dag) -> Iterator[tuple[UndoesElements, UndoesOne]]:
    for work in dag.work.values():
        if isinstance(work, UndoesElements):
            yield from ((work, one) for one in work.steps)


def facts_of_element_undo(dag: Dag, node: Step | Call, names: Names) -> Found:
    """How a node in a list is undone."""
    found = [(work, one) for work, one in _elements(dag) if one.step == node.id]
    if len(found) != 1:
        raise Unread(f"{node.id} is not undone once, but {len(found)} times")
    [(work, one)] = found
    main = dag.mains[node.id]
    inside = Names(
        dag=dag, node=node.id, given=one.given, later=names.later, parameters=frozenset({"index"}), of_element=True
    )
    if dag.tasks[main].made.over != work.items:
        raise Unread(f"{node.id} is undone for the elements of {work.items}")
    site = Site(place=f"{node.id}:undo", names=inside)
    yield from facts_of_call(site, one.invoked)
    yield from inputs_of(site, one.invoked)
    yield site.place, Aspect.TIMEOUT, one.timeout
    policies = ast.Call(func=ast.Name(id="FirstMatch"), args=list(one.policies), keywords=[])
    retries = policies_of(policies)
    yield site.place, Aspect.RETRY, () if all(not each.delays for each in retries) else retries
    yield site.place, Aspect.WHEN, _when(one, main)


def _when(one: UndoesOne, main: str) -> str:
    if expression_fits(f'attempted("{main}", index)', one.due) is not None:
        return "attempted"
    if expression_fits(f'state("{main}", index) == "success"', one.due) is not None:
        return "completed"
    raise Unread(f"unknown reason to undo: {shown(one.due)}")
