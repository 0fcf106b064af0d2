"""Call an operation until it succeeds or its retries are used up (S2, S3)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import final

from wfc.interpret.boundary import Misfit
from wfc.interpret.clock import Moment
from wfc.interpret.endings import Bounds, Done, Ended
from wfc.interpret.state import Run
from wfc.interpret.timeline import Called
from wfc.interpret.waits import refuse_late, wait_until
from wfc.ir.delays import delay_after
from wfc.ir.policies import Retry
from wfc.scenario.journal import Call, Failure, Json
from wfc.scenario.model import Reply
from wfc.scenario.script import find_reply

NEVER_AGAIN = ("InvalidOutput", "Deadline")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something to be called at an address, for a step.

    `script` is the key of the operation, `given` the validated input, `fit` validates an output, `fixed` makes what
    comes back where nothing is scripted.
    """

    run: Run
    bounds: Bounds
    step: str
    address: str
    key: str
    script: str
    given: Json
    fit: Callable[[Json], Json]
    fixed: Callable[[], Json]
    retry: tuple[Retry, ...]
    timeout: int | None


async def perform(errand: Errand) -> Ended:
    """Attempts and delays, each recorded."""
    return await persist(errand, count(1))


async def persist(errand: Errand, numbers: Iterator[int]) -> Ended:
    """Attempts and delays, the attempts numbered on where a poll follows another."""
    failures: Counter[int] = Counter()
    while True:
        ended = await attempt(errand, next(numbers))
        delay = None if isinstance(ended, Done) else _delay(errand.retry, ended.type, failures)
        if delay is None:
            return ended
        if late := await wait_until(errand.run, errand.bounds, errand.step, errand.run.now + delay):
            return late


async def attempt(errand: Errand, number: int) -> Ended:
    """One attempt; a failure without a call when it is too late for one. Raises Stopped after a cancel request."""
    run, world = errand.run, errand.run.world
    if late := refuse_late(run, errand.bounds, errand.step):
        return late
    run.attempted.add(errand.step)
    ended, until = _play(errand, _reply(errand, number))
    done, failed = (ended, None) if isinstance(ended, Done) else (None, ended)
    call = Call(
        address=run.prefix + errand.address,
        attempt=number,
        input=errand.given,
        key=errand.key,
        output=done and done.output,
        error=failed and failed.type,
    )
    world.calls.append(call)
    world.timeline.append(Called(at=run.now, until=until, call=call, message=failed.message if failed else ""))
    await Moment(until)
    return ended


def _reply(errand: Errand, number: int) -> Reply:
    world, address = errand.run.world, errand.run.prefix + errand.address
    reply = find_reply(world.scenario.operations, address, errand.script, number)
    if reply is None:
        world.unscripted.add(address)
        reply = Reply(output=errand.fixed())
    return reply


def _play(errand: Errand, reply: Reply) -> tuple[Ended, int]:
    """What comes of an attempt that begins now, and when. In the last instant of its time it is in time."""
    begins, deadline = errand.run.now, errand.bounds.deadline
    limit = reply.takes if errand.timeout is None else min(reply.takes, errand.timeout)
    if deadline is not None and deadline < begins + limit:
        return Failure(type="Deadline", message="", step=errand.step), deadline
    if limit < reply.takes:
        return Failure(type="Timeout", message="", step=errand.step), begins + limit
    return _outcome(errand, reply), begins + limit


def _outcome(errand: Errand, reply: Reply) -> Ended:
    if reply.error is not None:
        return Failure(type=reply.error, message=reply.message, step=errand.step)
    try:
        return Done(errand.fit(reply.output))
    except Misfit:
        return Failure(type="InvalidOutput", message="", step=errand.step)


def _delay(policies: tuple[Retry, ...], type: str, failures: Counter[int]) -> int | None:
    """How long to wait before the next attempt, None when there is none. `failures` counts for each policy (S3)."""
    for index, policy in enumerate(policies):
        if type not in NEVER_AGAIN and type not in policy.never and (not policy.only or type in policy.only):
            failures[index] += 1
            return delay_after(policy, failures[index]) if failures[index] < policy.max_attempts else None
    return None
