"""What the helpers of a file must be able to do, by what its tasks were read to do."""

import ast
from collections.abc import Iterator

from wfc.ir.walk import can_be_late
from wfc_targets.airflow.readback.called_work import Calls, Hears, Polls, Returns
from wfc_targets.airflow.readback.chosen_work import Chooses, Raise
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.policies_used import retry_traits
from wfc_targets.airflow.readback.settled_work import Ended, Gathers, Joins
from wfc_targets.airflow.readback.undone_work import UndoesElements
from wfc_targets.airflow.readback.work import Pauses, Work


def traits_of(dag: Dag, *, uncertain: bool) -> frozenset[str]:
    """Names of abilities, as the templates ask for them. `uncertain`: an expression asks whether a step succeeded."""
    found = {*_of_operations(dag), *retry_traits(dag)}
    found.update(one for work in dag.work.values() for one in _of_work(work))
    if any("execution_timeout" in task.arguments for task in dag.tasks.values()):
        found.add("timeout")
    if dag.workflow.deadline is not None:
        found.add("deadline")
    if can_be_late(dag.workflow):
        found.add("late")
    if dag.rollback is not None:
        found.add("compensation")
    return frozenset([*found, *(["uncertain"] if uncertain else [])])


def _of_operations(dag: Dag) -> Iterator[str]:
    for operation in dag.workflow.operations:
        yield "model" if operation.argument else "keywords"
        yield from ["async"] if operation.is_async else []
        yield from ["key"] if operation.takes_key else []
        yield from ["defaults"] if any(one.default is not None for one in operation.parameters) else []
        yield from ["keys"] if any(one.name == "keys" for one in operation.parameters) else []


def _of_work(work: Work | None) -> Iterator[str]:
    match work:
        case Calls(breach=ast.expr()):
            yield "alert"
        case Hears():
            yield "failed"
        case Returns():
            yield from ("failed", "calls")
        case Joins(branches=branches):
            yield from ("inside", "failed", *(_silent(*(ended for _, ended in branches))))
        case Gathers(element=element):
            yield from ("inside", "failed", "mapped", *_silent(element))
        case Pauses():
            yield "reschedules"
        case Polls():
            yield "poll"
        case UndoesElements(steps=steps):
            yield "undo-elements"
            yield from ["timeout"] if any(one.timeout is not None for one in steps) else []
        case _:
            yield from ["failed"] if _raises(work) else []


def _silent(*endings: Ended) -> list[str]:
    return ["silent"] if any(one.silent for one in endings) else []


def _raises(work: Work | None) -> bool:
    if not isinstance(work, Chooses):
        return False
    ends = [*(end for _, end in work.catches), *(end for _, end in work.arms)]
    return any(isinstance(end, Raise) for end in ends)
