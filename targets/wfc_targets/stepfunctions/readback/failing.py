"""What becomes of the failures of a task: what it does about each before it gives up, where it leads then."""

from collections.abc import Iterator
from functools import lru_cache

from wfc.ir import expressions as ir
from wfc.ir.nodes import Approval, Call, ForEach, Parallel, Step, Workflow
from wfc.ir.parts import walk
from wfc.ir.policies import Retry
from wfc.ir.walk import can_be_late, child_of
from wfc_targets.stepfunctions.readback import retrying
from wfc_targets.stepfunctions.readback.definition import State
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.retrying import catcher, types_of
from wfc_targets.stepfunctions.readback.roots import Standing
from wfc_targets.stepfunctions.readback.situations import Failure, facts_of
from wfc_targets.stepfunctions.readback.syntax import Unreadable
from wfc_targets.stepfunctions.readback.walking import Arrival, follow
from wfc_targets.stepfunctions.readback.written import guard


def failures_of(reading: Reading, node: Step | Approval | Call, timed: bool) -> tuple[Failure, ...]:
    """Every way for the task of a node to fail that the core knows of; from the platform only what can be."""
    retry = () if isinstance(node, Call) else node.retry
    lambdas = (node.inputs, node.context) if isinstance(node, Call) else (node.inputs,)
    named = tuple(one for catch in node.on_failure for one in catch.types)
    found = _failures(reading, node.id, (*named, *_named(retry)), timed, lambdas)
    if isinstance(node, Call):
        return tuple(_of_child(found, reading, child_of(reading.workflow, node)))
    return (*found, *_late(reading))


def failures_of_call(
    reading: Reading, node: str, retry: tuple[Retry, ...], timed: bool, expr: ir.Expr | None
) -> tuple[Failure, ...]:
    """The same of a call that nothing is asked about but its retries."""
    return tuple(_failures(reading, node, _named(retry), timed, (expr,)))


def _failures(
    reading: Reading, node: str, named: tuple[str, ...], timed: bool, lambdas: tuple[ir.Expr | None, ...]
) -> tuple[Failure, ...]:
    evaluated = any(one is not None and may_fail(reading, node, one) for one in lambdas)
    return _all_of(named, timed, evaluated)


@lru_cache(maxsize=1024)
def _all_of(named: tuple[str, ...], timed: bool, evaluated: bool) -> tuple[Failure, ...]:
    left_out = {"Deadline", *(() if timed else ("Timeout",)), *(() if evaluated else ("ExpressionError",))}
    return tuple(
        Failure(type=type, error=error)
        for type, error in types_of((*named, "Timeout", "ExpressionError"))
        if type not in left_out
    )


def _of_child(found: tuple[Failure, ...], reading: Reading, child: Workflow) -> Iterator[Failure]:
    """A child says in its report what has failed."""
    for one in found:
        if one.type == "ExpressionError":
            yield one
        else:
            yield Failure(type=one.type, error="States.TaskFailed", child=one.error)
    if reading.workflow.deadline is not None:
        yield Failure(type="Deadline", error="States.QueryEvaluationError", late=True, attempt=1)
    if can_be_late(child):
        yield Failure(type="Deadline", error="States.TaskFailed", child="Deadline")


def _late(reading: Reading) -> Iterator[Failure]:
    if reading.workflow.deadline is not None:
        yield Failure(type="Deadline", error="States.QueryEvaluationError", late=True, attempt=1)
        yield Failure(type="Deadline", error="States.Timeout", late=True)


def _named(policies: tuple[Retry, ...]) -> tuple[str, ...]:
    return tuple(one for policy in policies for one in (*policy.only, *policy.never))


def may_fail(reading: Reading, node: str, expr: ir.Expr) -> bool:
    """Can a lambda of a task fail? What was not validated may lack anything."""
    if id(expr) not in reading.fallible:
        unchecked = reading.loose_at(node)
        loose = any(isinstance(one, ir.Name) and one.name in unchecked for one in walk(expr))
        reading.fallible[id(expr)] = loose or guard(expr, Standing()) is not None
    return reading.fallible[id(expr)]


UNABLE = Failure(type="Crashed", error="States.Runtime")
"""The platform cannot wait for a decision."""


def given_up(reading: Reading, state: State, failure: Failure) -> Arrival:
    """Where a task leads when it has failed for good."""
    way = catcher(state, failure.error)
    if way is None:
        raise Unreadable(f"{state.name} does not catch {failure.error}")
    facts = facts_of(reading, failure, state.name.removeprefix("undo "))
    arrivals = follow(reading, state, way, facts)
    if len(arrivals) != 1:
        raise Unreadable(f"{state.name} asks what nobody knows when it has failed: {failure.name}")
    return arrivals[0]


def delays_of(reading: Reading, state: State, failures: tuple[Failure, ...]) -> tuple[tuple[str, retrying.Delays], ...]:
    """The delays behind failed attempts, by the type of the failure."""
    return tuple((one.error, retrying.stated(reading, state, one)) for one in failures if not one.late)


def can_fail(state: State) -> bool:
    """Can a leg of a state fail?"""
    return any("error" in one.fields.get("Output", ()) for leg in state.inner for one in leg.states.values())


def legs_fail(reading: Reading, node: Parallel | ForEach) -> tuple[Failure, ...]:
    """The failures that can come out of legs."""
    if not can_fail(reading.state(node.id)):
        return ()
    named = dict.fromkeys((*(one for catch in node.on_failure for one in catch.types), "Crashed", "SomeOther"))
    late = ["Deadline"] if can_be_late(reading.workflow) else []
    return tuple(Failure(type=one, error=one) for one in (*named, *late) if one in late or one != "Deadline")
