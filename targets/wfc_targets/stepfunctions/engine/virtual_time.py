"""A clock for `sfnx.testing`, which has none: delays, waits and task durations pass at once, and a history is written.

Written against sfnx 3.1.0, whose inner functions named in `_REPLACED` are replaced while runs go on; this is the only
file that knows them. The events are those of GetExecutionHistory. Legs are played one after another, each from the
instant at which it begins: they share nothing but the time at which the last has ended.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sfnx import testing

from wfc_targets.stepfunctions.engine.clock import START, Clock, Fork, TimeIsUp
from wfc_targets.stepfunctions.engine.execution import Execution, Invocation, Position

PAYLOAD = 262_144
"""Bytes that a state can bring out."""

_running: list[Execution] = []


def run(
    definition: Mapping[str, Any], given: Any, execution: Execution, work: Callable[[Invocation], Any]
) -> testing.Execution:
    """Run a definition; what it did stands in `execution.history`. `work` is what a task does: it returns the result
    or raises testing.Failure. It may run another machine."""
    clock = execution.clock
    execution.note("ExecutionStarted")
    _running.append(execution)
    try:
        ended = testing.run(
            definition,
            given,
            lambda call: _call(call, work),
            functions=_functions(clock),
            on_wait=lambda wait: _wait(clock, wait),
            start_time=clock.text(),
        )
    finally:
        _running.pop()
    if ended.error is None:
        execution.note("ExecutionSucceeded", executionSucceededEventDetails={"output": json.dumps(ended.output)})
    else:
        details = {"error": ended.error, "cause": ended.cause}
        execution.note("ExecutionFailed", executionFailedEventDetails=details)
    return ended


def _functions(clock: Clock) -> dict[str, Callable[..., Any]]:
    """JSONata's functions of time; a random delay is drawn as the longest, as the reference interpreter does."""
    return {
        "millis": lambda *_: int(START.timestamp() * 1000) + clock.now,
        "now": lambda *_: clock.text(),
        "random": lambda *_: 1.0,
    }


def _wait(clock: Clock, wait: testing.Wait) -> None:
    if wait.timestamp is not None:
        clock.wait_until(wait.timestamp)
    else:
        clock.pass_time(wait.seconds or 0)


def _call(call: testing.Call, work: Callable[[Invocation], Any]) -> Any:
    execution = _running[-1]
    clock, position = execution.clock, execution.at
    given = json.loads(position.entry["stateEnteredEventDetails"]["input"])
    parameters = json.dumps(call.arguments)
    execution.note("TaskScheduled", taskScheduledEventDetails={"resource": call.resource, "parameters": parameters})
    clock.deadline = None if position.limit is None else clock.now + position.limit * 1000
    try:
        result = work(Invocation(state=call.state, given=given, resource=call.resource, arguments=call.arguments))
    except testing.Failure as failure:
        execution.note("TaskFailed", taskFailedEventDetails={"error": failure.error, "cause": failure.cause})
        raise
    except TimeIsUp:
        execution.note("TaskTimedOut", taskTimedOutEventDetails={"error": "States.Timeout"})
        raise testing.Failure("States.Timeout", "") from None
    finally:
        clock.deadline = None
    execution.note("TaskSucceeded")
    return result


@contextmanager
def timed() -> Iterator[None]:
    """Replace what sfnx leaves out of time, until the end of the block."""
    plain = {name: getattr(testing, name) for name in _REPLACED}
    try:
        for name, replaced in _REPLACED.items():
            setattr(testing, name, lambda *given, _plain=plain[name], _own=replaced: _own(_plain, *given))
        yield
    finally:
        for name, function in plain.items():
            setattr(testing, name, function)


def _execution_context(plain: Any, *given: Any) -> Any:
    about = plain(*given)
    about["Execution"] |= {"Id": _running[-1].id, "Name": _running[-1].id.rpartition(":")[2]}
    return about


def _scope(plain: Any, definition: Any, variables: Any, given: Any, *rest: Any) -> Any:
    """A machine or a leg, which begins when its fork says."""
    execution = _running[-1]
    fork = execution.at.fork if execution.positions else None
    previous = execution.at.previous if execution.positions else len(execution.history)
    if fork is not None:
        execution.clock.now = fork.begin()
    execution.positions.append(Position(previous=previous))
    try:
        return plain(definition, variables, given, *rest)
    finally:
        if len(execution.positions) > 1:
            execution.positions.pop()
        if fork is not None:
            fork.end(execution.clock.now)


def _entered(plain: Any, context: Any, name: str, state: Any, retries: int | None = None) -> Any:
    """Sfnx leaves out the number of retries exactly when a state is entered."""
    execution = _running[-1]
    position = execution.at
    if retries is None:
        position.state, position.entered, position.limit = name, execution.clock.now, None
        position.entry = execution.note(f"{state['Type']}StateEntered", stateEnteredEventDetails={"name": name})
    about = plain(context, name, state, retries or 0)
    about["State"]["EnteredTime"] = execution.clock.text(position.entered)
    if "Task" in about:
        about["Task"] = {"Token": f"{execution.id}#{len(execution.history)}"}
    return about


def _settled(plain: Any, fields: Any, variables: Any, frame: Any, default: Any) -> Any:
    execution = _running[-1]
    position = execution.at
    _note_input(position, frame)
    if position.fork is not None:
        execution.clock.now, position.fork = position.fork.joined(), None
        _refuse_too_large(frame.get("result"))
    assigned, output = plain(fields, variables, frame, default)
    written = {name: json.dumps(value) for name, value in assigned.items()}
    execution.note("StateExited", stateExitedEventDetails={"name": position.state, "assignedVariables": written})
    return assigned, output


def _refuse_too_large(result: Any) -> None:
    """Sfnx has no limit for what a state carries."""
    if len(json.dumps(result, ensure_ascii=False).encode()) > PAYLOAD:
        raise testing.Failure("States.DataLimitExceeded", "")


def _attempt(plain: Any, state: Any, name: str, variables: Any, frame: Any, *rest: Any) -> Any:
    execution = _running[-1]
    position = execution.at
    _note_input(position, frame)
    position.limit = testing.value(state.get("TimeoutSeconds"), variables, frame)
    position.has_deadline = isinstance(state.get("TimeoutSeconds"), str)
    if state["Type"] in {"Parallel", "Map"}:
        position.fork = Fork(began=execution.clock.now, limit=state.get("MaxConcurrency"))
        execution.note(f"{state['Type']}StateStarted")
    return plain(state, name, variables, frame, *rest)


def _note_input(position: Position, frame: Any) -> None:
    position.entry["stateEnteredEventDetails"]["input"] = json.dumps(frame["input"])


def _retried(
    _: Any, state: Any, name: str, variables: Any, given: Any, context: Any, record: Any, retries: list[int]
) -> Any:
    """As sfnx's own, but that the delay before an attempt passes."""
    execution, retriers = _running[-1], state.get("Retry", [])
    retries[:] = [0] * len(retriers)
    while True:
        frame = {"input": given, "context": testing.entered(context, name, state, sum(retries))}
        try:
            return testing.attempt(state, name, variables, frame, context, record)
        except testing.Failure as failure:
            if failure.error == "States.QueryEvaluationError":
                details = {"error": failure.error, "cause": failure.cause}
                execution.note("EvaluationFailed", evaluationFailedEventDetails=details)
            matching = (at for at, one in enumerate(retriers) if testing.matches(one["ErrorEquals"], failure.error))
            chosen = next(matching, None)
            if chosen is None or retries[chosen] >= retriers[chosen].get("MaxAttempts", 3):
                raise
            execution.clock.pass_time(_delay(retriers[chosen], retries[chosen]))
            retries[chosen] += 1


def _delay(retrier: Mapping[str, Any], retried: int) -> float:
    seconds = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** retried
    return float(min(seconds, retrier.get("MaxDelaySeconds", seconds)))


_REPLACED: dict[str, Callable[..., Any]] = {
    "execution_context": _execution_context,
    "scope": _scope,
    "entered": _entered,
    "settled": _settled,
    "attempt": _attempt,
    "retried": _retried,
}
