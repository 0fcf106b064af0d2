"""A clock for `sfnx.testing`, which has none: delays, waits and task durations pass at once, and a history is written.

Written against sfnx 3.1.0, whose inner functions `entered`, `retried` and `settled` are replaced while a run goes on;
this is the only file that knows them. The events are those of GetExecutionHistory. Branches and maps are not timed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sfnx import testing

START = datetime(2026, 1, 1, tzinfo=UTC)
EXECUTION = testing.execution_context(None, "")["Execution"]["Id"]


class TimeIsUp(BaseException):
    """A task has taken longer than its TimeoutSeconds. No handler can catch it, as none could on the platform."""


@dataclass(slots=True)
class Clock:
    """The time of one run, in milliseconds since its start.

    `deadline`: when the running task is cut. `state` is the one that the run is in, since `entered`.
    """

    now: int = 0
    deadline: int | None = None
    history: list[dict[str, Any]] = field(default_factory=list)
    state: str = ""
    entered: int = 0
    beside: bool = False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What happens inside happens beside the run and takes none of its time."""
        self.beside = True
        try:
            yield
        finally:
            self.beside = False

    def pass_time(self, seconds: float) -> None:
        """Let time pass, at most until the deadline."""
        if self.beside:
            return
        later = self.now + round(seconds * 1000)
        if self.deadline is not None and later > self.deadline:
            self.now = self.deadline
            raise TimeIsUp
        self.now = later

    async def pass_time_async(self, seconds: float) -> None:
        """The same for coroutines."""
        self.pass_time(seconds)

    def text(self, milliseconds: int) -> str:
        """An instant as Step Functions writes it."""
        return (START + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def note(self, event: str, **details: Any) -> None:
        """Add an event to the history."""
        self.history.append({"timestamp": self.text(self.now), "type": event, **details})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A task that is called: its state and evaluated arguments, and how long it may take."""

    state: str
    arguments: Any


def run(definition: Mapping[str, Any], given: Any, invoke: Callable[[Invocation], Any], clock: Clock) -> None:
    """Run a definition; what it did stands in `clock.history`. `invoke` returns the payload or raises
    testing.Failure."""
    clock.note("ExecutionStarted")
    with _timed(clock):
        execution = testing.run(
            definition,
            given,
            lambda call: _call(definition, call, invoke, clock),
            functions=_functions(clock),
            on_wait=lambda wait: clock.pass_time(wait.seconds or 0),
            start_time=clock.text(0),
        )
    if execution.error is None:
        clock.note("ExecutionSucceeded", executionSucceededEventDetails={"output": json.dumps(execution.output)})
    else:
        details = {"error": execution.error, "cause": execution.cause}
        clock.note("ExecutionFailed", executionFailedEventDetails=details)


def _functions(clock: Clock) -> dict[str, Callable[..., Any]]:
    """JSONata's functions of time; a random delay is drawn as the longest, as the reference interpreter does."""
    return {
        "millis": lambda *_: int(START.timestamp() * 1000) + clock.now,
        "now": lambda *_: clock.text(clock.now),
        "random": lambda *_: 1.0,
    }


def _call(definition: Mapping[str, Any], call: testing.Call, invoke: Callable[[Invocation], Any], clock: Clock) -> Any:
    limit = definition["States"][call.state].get("TimeoutSeconds")
    clock.deadline = None if limit is None else clock.now + limit * 1000
    try:
        payload = invoke(Invocation(state=call.state, arguments=call.arguments))
    except testing.Failure as failure:
        clock.note("TaskFailed", taskFailedEventDetails={"error": failure.error, "cause": failure.cause})
        raise
    except TimeIsUp:
        clock.note("TaskTimedOut", taskTimedOutEventDetails={"error": "States.Timeout"})
        raise testing.Failure("States.Timeout", "") from None
    finally:
        clock.deadline = None
    clock.note("TaskSucceeded")
    return {"StatusCode": 200, "Payload": payload}


@contextmanager
def _timed(clock: Clock) -> Iterator[None]:
    """Replace what sfnx leaves out of time."""
    plain = {name: getattr(testing, name) for name in ("entered", "retried", "settled")}

    def entered(context: Any, name: str, state: Any, retries: int = 0) -> Any:
        if clock.state != name:
            clock.state, clock.entered = name, clock.now
            clock.note(f"{state['Type']}StateEntered", stateEnteredEventDetails={"name": name})
        about = plain["entered"](context, name, state, retries)
        about["State"]["EnteredTime"] = clock.text(clock.entered)
        return about

    def settled(fields: Any, variables: Any, frame: Any, default: Any) -> Any:
        assigned, output = plain["settled"](fields, variables, frame, default)
        written = {name: json.dumps(value) for name, value in assigned.items()}
        details = {"name": clock.state, "assignedVariables": written}
        clock.note("StateExited", stateExitedEventDetails=details)
        return assigned, output

    replaced = {"entered": entered, "settled": settled, "retried": lambda *all: _retried(clock, *all)}
    try:
        for name, function in replaced.items():
            setattr(testing, name, function)
        yield
    finally:
        for name, function in plain.items():
            setattr(testing, name, function)


def _retried(
    clock: Clock, state: Any, name: str, variables: Any, given: Any, context: Any, record: Any, retries: list[int]
) -> Any:
    """As sfnx's own, but that the delay before an attempt passes."""
    retriers = state.get("Retry", [])
    retries[:] = [0] * len(retriers)
    while True:
        frame = {"input": given, "context": testing.entered(context, name, state, sum(retries))}
        try:
            return testing.attempt(state, name, variables, frame, context, record)
        except testing.Failure as failure:
            if failure.error == "States.QueryEvaluationError":
                clock.note(
                    "EvaluationFailed", evaluationFailedEventDetails={"error": failure.error, "cause": failure.cause}
                )
            matching = (at for at, one in enumerate(retriers) if testing.matches(one["ErrorEquals"], failure.error))
            chosen = next(matching, None)
            if chosen is None or retries[chosen] >= retriers[chosen].get("MaxAttempts", 3):
                raise
            clock.pass_time(_delay(retriers[chosen], retries[chosen]))
            retries[chosen] += 1


def _delay(retrier: Mapping[str, Any], retried: int) -> float:
    seconds = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** retried
    return float(min(seconds, retrier.get("MaxDelaySeconds", seconds)))
