"""Call an operation until it succeeds or its retries are used up (S2, S3)."""

from collections import Counter
from dataclasses import dataclass
from typing import final

from wfc.interpret.boundary import Misfit, cross_output
from wfc.interpret.state import Run, idempotency_key
from wfc.interpret.timeline import Called, Delayed
from wfc.ir.policies import Operation, Retry
from wfc.ir.walk import models_by_path
from wfc.scenario.fixed import fixed_value
from wfc.scenario.journal import Call, Json
from wfc.scenario.model import Reply
from wfc.scenario.script import find_reply


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An operation to be called at an address. `given` is the validated input."""

    address: str
    operation: Operation
    given: Json
    retry: tuple[Retry, ...]
    timeout: int | None


@final
@dataclass(frozen=True, slots=True)
class Done:
    """The operation has succeeded."""

    output: Json


@final
@dataclass(frozen=True, slots=True)
class Failed:
    """It has failed for good."""

    type: str
    message: str


def perform(run: Run, task: Task) -> Done | Failed:
    """Attempts and delays, each recorded, the clock moved on by each."""
    failures: Counter[int] = Counter()
    attempt = 1
    while isinstance(ended := _attempt(run, task, attempt), Failed):
        delay = _delay(task.retry, ended.type, failures)
        if delay is None:
            break
        run.timeline.append(Delayed(at=run.now, until=run.now + delay, address=task.address))
        run.now += delay
        attempt += 1
    return ended


def _attempt(run: Run, task: Task, attempt: int) -> Done | Failed:
    begun, reply = run.now, _reply(run, task, attempt)
    ended = _ended(task, reply)
    run.now += min(reply.takes, task.timeout) if task.timeout is not None else reply.takes
    done, failed = (ended, None) if isinstance(ended, Done) else (None, ended)
    call = Call(
        address=task.address,
        attempt=attempt,
        input=task.given,
        key=idempotency_key(task.address) if task.operation.takes_key else "",
        output=done and done.output,
        error=failed and failed.type,
    )
    run.calls.append(call)
    run.timeline.append(Called(at=begun, until=run.now, call=call, message=failed.message if failed else ""))
    return ended


def _reply(run: Run, task: Task, attempt: int) -> Reply:
    reply = find_reply(run.scenario.operations, task.address, task.operation.key, attempt)
    if reply is None:
        run.unscripted.add(task.address)
        reply = Reply(output=fixed_value(task.operation.output, models_by_path(run.workflow)))
    return reply


def _ended(task: Task, reply: Reply) -> Done | Failed:
    if task.timeout is not None and reply.takes > task.timeout:
        return Failed("Timeout", "")
    if reply.error is not None:
        return Failed(reply.error, reply.message)
    try:
        return Done(cross_output(task.operation, reply.output))
    except Misfit:
        return Failed("InvalidOutput", "")


def _delay(policies: tuple[Retry, ...], type: str, failures: Counter[int]) -> int | None:
    """How long to wait before the next attempt, None when there is none. `failures` counts for each policy (S3)."""
    for index, policy in enumerate(policies):
        if type != "InvalidOutput" and type not in policy.never and (not policy.only or type in policy.only):
            failures[index] += 1
            return backoff(policy, failures[index]) if failures[index] < policy.max_attempts else None
    return None


def backoff(policy: Retry, failure: int) -> int:
    """The delay in milliseconds after the `failure`th failure (from 1); of a jittered one, the longest."""
    factor = {"constant": 1.0, "linear": failure, "exponential": policy.multiplier ** (failure - 1)}[policy.backoff]
    delay = round(policy.initial * factor)
    return delay if policy.max_interval is None else min(delay, policy.max_interval)
