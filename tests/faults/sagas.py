"""The twelve sagas that faults are struck into, and what must come of each strike.

A worker that dies in the middle of an attempt makes that attempt fail, and the platform says how (`Death`). So the
interpreter knows what a run comes to: it is given the same scenario, in which that attempt goes wrong so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Literal, TypeAlias, TypeVar, final

from tests.conformance.corpus import ROOT
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case, read_cases, scenario_files
from wfc.interpret.run import interpret
from wfc.ir.nodes import Block, Call, Compensation, ForEach, Parallel, Step, Workflow
from wfc.ir.walk import models_by_path
from wfc.scenario.addresses import all_operations, call_addresses
from wfc.scenario.fixed import fixed_value
from wfc.scenario.journal import Journal
from wfc.scenario.model import Reply
from wfc.scenario.script import find_entry
from wfc.scenario.spelling import without_indexes

SAGAS = {
    "order_saga/no_carrier": "a sequence, undone in reverse",
    "trip_booking/no_car_left_and_not_paid": "a choice; a failure that is handled by going on",
    "city_break/rental_system_down": "parallel branches of several steps, `attempted`",
    "thumbnails/title_taken": "a for-each; an undoing that is retried",
    "storm_warning/nobody_warned": "a for-each beside branches; compensations of both kinds",
    "furniture_delivery/insurance_down_too": "a choice in a branch; compensations of both kinds",
    "supplier_onboarding/owner_sanctioned": "called workflows: one is undone as a whole, one undoes itself; a handler",
    "repair_shop/no_label": "workflows called by workflows, each undoing its own",
    "cluster_rollout/operators_not_reached": "a step after compensation; an undoing that fails for good",
    "concert_tickets/printer_out_of_paper": "retries; `attempted` and `completed` in one sequence",
    "video_transcoding/not_published": "polls",
    "document_intake/read_by_hand": "a handler that rejoins; nothing to undo",
}
"""Scenarios of the corpus, and what is special about each."""

Phase: TypeAlias = Literal["before", "after", "slow", "late", "never"]
"""The process dies before or behind the effect; the handler hangs, within its timeout or beyond it, or for ever."""

Death: TypeAlias = Literal["Timeout", "Crashed"]
"""What a platform makes of an attempt whose process has died."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One fault in one attempt. As text it is what the ledger is told."""

    phase: Phase
    address: str
    attempt: int

    def __str__(self) -> str:
        return f"{self.phase} {self.address} {self.attempt}"


@cache
def saga(name: str, timeout: int) -> Case:
    """A scenario of the corpus by name, with `timeout` (milliseconds) for every attempt.

    Where nothing limits an attempt, nobody would learn of a death before the platform's own limit, such as an hour.
    """
    spec = ROOT / "specs" / f"{name.partition('/')[0]}.py"
    cases = read_cases(spec, scenario_files(spec), read_specs([spec], ROOT).workflows[spec], ROOT).cases
    case = next(case for case in cases if case.name == name)
    return replace(case, workflow=with_timeout(case.workflow, timeout))


_PARTS = (Workflow, Block, Step, Compensation, Parallel, ForEach, Call)
_Part = TypeVar("_Part")
_Calling = TypeVar("_Calling", Step, Compensation)


def with_timeout(part: _Part, timeout: int) -> _Part:
    """The same part of a workflow with this timeout wherever an operation is called."""
    return _called(part, lambda one: replace(one, timeout=timeout))


def with_polls(part: _Part, every: int) -> _Part:
    """The same part of a workflow, in which nothing is polled more often than this (milliseconds)."""

    def slower(one: _Calling) -> _Calling:
        if isinstance(one, Step) and one.poll is not None:
            return replace(one, poll=replace(one.poll, every=max(every, one.poll.every)))
        return one

    return _called(part, slower)


def _called(part: _Part, change: Callable[[_Calling], _Calling]) -> _Part:
    if isinstance(part, tuple):
        return type(part)(_called(one, change) for one in part)
    if not isinstance(part, _PARTS):
        return part
    changed = replace(part, **{field.name: _called(getattr(part, field.name), change) for field in fields(part)})
    return change(changed) if isinstance(changed, Step | Compensation) else changed


def strikes(case: Case, *phases: Phase) -> Iterator[Strike]:
    """Every attempt of every step and compensation that the scenario comes to, with each of these faults."""
    for call in interpret(case.workflow, case.scenario).journal.calls:
        for phase in phases:
            yield Strike(phase=phase, address=call.address, attempt=call.attempt)


def expected(case: Case, strike: Strike, death: Death) -> Journal:
    """What the run must come to."""
    struck = with_death(case, strike, death)
    return interpret(struck.workflow, struck.scenario).journal


def with_death(case: Case, strike: Strike, death: Death) -> Case:
    """The same scenario in which the attempt that is struck goes wrong; the others stay what they were."""
    role = call_addresses(case.workflow)[without_indexes(strike.address)]
    if role.operation is None or role.timeout is None:
        raise ValueError(f"{strike.address} is no call of an operation with a timeout")
    script, (operation, owner) = case.scenario.operations, all_operations(case.workflow)[role.operation]
    written = find_entry(script, strike.address) or script.get(role.operation) or ()
    replies = [*(written or [Reply(output=fixed_value(operation.output, models_by_path(owner)))])]
    replies += replies[-1:] * (strike.attempt + 1 - len(replies))
    replies[strike.attempt - 1] = _gone_wrong(replies[strike.attempt - 1], strike, death, role.timeout)
    return replace(case, scenario=replace(case.scenario, operations={**script, strike.address: tuple(replies)}))


def _gone_wrong(reply: Reply, strike: Strike, death: Death, timeout: int) -> Reply:
    if strike.phase == "slow":
        return replace(reply, takes=timeout // 2)
    return Reply(takes=timeout + 1) if death == "Timeout" else Reply(error=death)
