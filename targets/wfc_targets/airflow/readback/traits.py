"""What the helpers of a file must be able to do, by what its tasks were read to do."""

import ast
from collections.abc import Iterator

from wfc_targets.airflow.readback.called_work import Calls, Hears, Polls, Returns
from wfc_targets.airflow.readback.chosen_work import Chooses, Raise
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import keywords, literal
from wfc_targets.airflow.readback.settled_work import Ended, Gathers, Joins, UndoesElements
from wfc_targets.airflow.readback.work import Pauses, Work

_CLASSES = {"Backoff": "exponential", "LinearBackoff": "linear", "ConstantBackoff": "constant"}
_SETTINGS = {"max_interval": "cap", "jitter": "jitter", "only": "only", "never": "never"}
MODEST = 20
"""So many attempts cannot make a delay that Python has no `timedelta` for."""


def traits_of(dag: Dag, *, uncertain: bool) -> frozenset[str]:
    """Names of abilities, as the templates ask for them. `uncertain`: an expression asks whether a step succeeded."""
    found = {*_of_operations(dag), *_of_retries(dag)}
    found.update(one for work in dag.work.values() for one in _of_work(work))
    if any("execution_timeout" in task.arguments for task in dag.tasks.values()):
        found.add("timeout")
    if dag.workflow.deadline is not None:
        found.add("deadline")
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
        case Hears() | Returns():
            yield "failed"
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


def _of_retries(dag: Dag) -> Iterator[str]:
    for policy, retries in _policies(dag):
        name = policy.func.id if isinstance(policy.func, ast.Name) else ""
        if name == "FirstMatch":
            yield "first-match"
        yield from [_CLASSES[name]] if name in _CLASSES else []
        yield from (_SETTINGS[one] for one in keywords(policy) if one in _SETTINGS)
        yield from ["long"] if name == "Backoff" and retries >= MODEST else []


def _policies(dag: Dag) -> Iterator[tuple[ast.Call, int]]:
    """Each policy with its retries, those in a list too."""
    for task in dag.tasks.values():
        policy, retries = task.arguments.get("retry_policy"), task.arguments.get("retries")
        if isinstance(policy, ast.Call):
            yield policy, 0 if retries is None else int(literal(retries))
            yield from _pairs(policy.args)
    for work in dag.work.values():
        for step in work.steps if isinstance(work, UndoesElements) else ():
            yield ast.Call(func=ast.Name(id="FirstMatch"), args=[], keywords=[]), 0
            yield from _pairs(list(step.policies))


def _pairs(policies: list[ast.expr]) -> Iterator[tuple[ast.Call, int]]:
    for one in policies:
        match one:
            case ast.Tuple(elts=[most, ast.Call() as policy]):
                yield policy, int(literal(most)) - 1
            case _:
                pass
