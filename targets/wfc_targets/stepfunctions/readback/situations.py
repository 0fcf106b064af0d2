"""Situations in which a definition is asked what it does: what the platform says then, as facts for `folding`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import final

from wfc.ir.policies import RESERVED_ERRORS
from wfc_targets.stepfunctions.readback.folding import NOTHING, Facts, Pair, known
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import failures
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

MESSAGE: Tree = ("read", "message")
STEP: Tree = ("read", "step")
_ERROR: Tree = ("states", "errorOutput", "Error")
_CAUSE: Tree = ("states", "errorOutput", "Cause")
_CHILD: Tree = ("read", "cause of the child")
_ELAPSED = "$millis() - $toMillis($states.context.Execution.StartTime)"
PLATFORM = {
    "Timeout": ("States.Timeout",),
    "ExpressionError": ("States.QueryEvaluationError",),
    "Crashed": (
        "Lambda.Unknown",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Runtime.ExitError",
        "Sandbox.Timedout",
    ),
}
"""What the platform calls failures of a type; any other has its own name."""
MANY = 10**6
STARTED = const("when it was first entered")
ENTERED = const("when it was entered last")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One way for a task to fail: its type, what the platform says, whether the deadline is over; for a called
    workflow what that said. `attempt`: how many attempts have failed."""

    type: str
    error: str
    late: bool = False
    child: str | None = None
    attempt: int = MANY
    begun: bool = True

    @property
    def name(self) -> str:
        """What it is called where it has led to something else than it should."""
        said = self.child or self.error
        return self.type if said == self.type else f"{self.type}, of {said}"


def platform_names(type: str) -> tuple[str, ...]:
    """What the platform says for failures of a type."""
    return PLATFORM.get(type, (type,))


@lru_cache(maxsize=64)
def is_over(deadline: int) -> Tree:
    """Has the deadline been reached?"""
    return settled(shape(f"{_ELAPSED} >= $deadline", deadline=const(deadline)))


@lru_cache(maxsize=64)
def left(deadline: int) -> Tree:
    """The seconds that are left."""
    return settled(shape(f"$ceil(($deadline - ({_ELAPSED})) / 1000)", deadline=const(deadline)))


def facts_of(reading: Reading, failure: Failure, node: str) -> Facts:
    """The facts of a failure of a node that has just been caught."""
    started, counted = ("read", "started", node), const(failure.attempt - 1) if failure.attempt > 1 else NOTHING
    counts = reading.counts and reading.counts & _counts(node)
    found = {**_facts(failure, reading.workflow.deadline), started: ((started, STARTED),)}
    return found | {count: ((count, counted),) for count in counts}


@lru_cache(maxsize=1024)
def _facts(failure: Failure, deadline: int | None) -> Facts:
    """Those that any node would have."""
    said = (const("message"), _said(failure)), (const("step"), _step_of(failure))
    found: list[Pair] = [
        (_ERROR, const(failure.error)),
        (_CAUSE_REPORTS, const(failure.child is not None or failure.error == failure.type)),
        (("call", "parse", (_CAUSE,)), _report(failure)),
        (_CHILD_REPORTS, const(True)),
        (("call", "parse", (_CHILD,)), ("dict", said)),
        (("states", "context", "State", "RetryCount"), const(failure.attempt - 1)),
        (("states", "context", "State", "EnteredTime"), ENTERED),
    ]
    return known(found if deadline is None else (*found, (is_over(deadline), const(failure.late))))


@lru_cache(maxsize=1024)
def _counts(node: str) -> frozenset[Tree]:
    places = (node, f"{node}:undo")
    return frozenset(("read", "count", f"{place}{number}") for place in places for number in ("", *range(1, 10)))


def no_failures(nodes: Iterable[str]) -> Iterator[Pair]:
    """The facts behind legs that have all succeeded."""
    for node in nodes:
        yield ("at", failures(node), const(0)), NOTHING
        yield ("call", "count", (failures(node),)), const(0)


def failed_leg(node: str, type: str) -> Iterator[Pair]:
    """The facts behind legs of which one has failed."""
    failure = (("type", const(type)), ("message", MESSAGE), ("step", STEP))
    yield ("at", failures(node), const(0)), ("dict", tuple((const(name), one) for name, one in failure))
    yield ("call", "count", (failures(node),)), const(1)


def _step_of(failure: Failure) -> Tree:
    return const("inside") if failure.begun else const(None)


def _said(failure: Failure) -> Tree:
    """What a failure says of itself; one of the language's own says nothing."""
    return const("") if failure.type in RESERVED_ERRORS else MESSAGE


def _report(failure: Failure) -> Tree:
    if failure.child is None:
        return ("dict", ((const("errorMessage"), _said(failure)),))
    return ("dict", ((const("Error"), const(failure.child)), (const("Cause"), _CHILD)))


def _starts_a_report(cause: Tree) -> Tree:
    return settled(shape("$substring($cause, 0, 1) = '{'", cause=cause))


_CAUSE_REPORTS, _CHILD_REPORTS = _starts_a_report(_CAUSE), _starts_a_report(_CHILD)
