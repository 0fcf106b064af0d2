"""Scenarios that nobody wrote: every written one, with each of its calls failing in each way a call can fail, each
decision and event another one or none, and a request to cancel in the middle of whatever takes its time.

They expect nothing but that the engines do what the interpreter does. Of those that end alike only the first is kept.
They come in a mixed order, always the same: whoever plays only the first few of them plays some of each kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from tests.conformance.steady import is_steady
from wfc.cli.scenarios import Case
from wfc.interpret.run import Interpreted, interpret
from wfc.interpret.timeline import Called, Decided, Delayed
from wfc.ir.policies import Operation
from wfc.ir.types import ModelRef
from wfc.scenario.addresses import all_operations, call_addresses
from wfc.scenario.journal import Journal
from wfc.scenario.model import Answer, Expect, Reply, Scenario
from wfc.scenario.script import find_entry
from wfc.scenario.spelling import without_indexes

Journey = tuple[object, ...]

LONG = 1000
"""What takes so many milliseconds is long enough to be interrupted."""


def derive(written: tuple[Case, ...]) -> Iterator[Case]:
    """New cases."""
    seen = {_journey(case, interpret(case.workflow, case.scenario).journal) for case in written}
    variants = [case for base in written for case in _variants(base)]
    Random(1).shuffle(variants)
    for case in variants:
        journey = _journey(case, interpret(case.workflow, case.scenario).journal)
        if journey not in seen and is_steady(case):
            seen.add(journey)
            yield case


def _variants(base: Case) -> Iterator[Case]:
    for how, changed in _changed(base, interpret(base.workflow, base.scenario)):
        name = f"{base.scenario.name}~{how}"
        yield replace(base, scenario=replace(changed, name=name, expect=Expect()))


def _changed(base: Case, run: Interpreted) -> Iterator[tuple[str, Scenario]]:
    scenario = base.scenario
    for address in dict.fromkeys(call.address for call in run.journal.calls):
        for how, replies in _failures(base, address):
            yield f"{address}~{how}", replace(scenario, operations={**scenario.operations, address: replies})
    for address in (moment.address for moment in run.timeline if isinstance(moment, Decided)):
        for answer in (Answer(decision="approved", by="eve"), Answer(decision="rejected", comment="no")):
            yield f"{address}~{answer.decision}", replace(scenario, approvals={**scenario.approvals, address: answer})
        yield f"{address}~undecided", replace(scenario, approvals=without_answer(scenario.approvals, address))
    for number, event in enumerate(scenario.events):
        rest = scenario.events[:number] + scenario.events[number + 1 :]
        yield f"{event.name}~never", replace(scenario, events=rest)
    for at in moments(run):
        yield f"cancelled~{at}", replace(scenario, cancel=at)


def without_answer(approvals: Mapping[str, Answer], address: str) -> dict[str, Answer]:
    names = (address, without_indexes(address))
    return {name: answer for name, answer in approvals.items() if name not in names}


def moments(run: Interpreted) -> Iterator[int]:
    """The middle of everything that takes its time."""
    spans = [(one.at, one.until) for one in run.timeline if isinstance(one, Called | Delayed)]
    yield from dict.fromkeys((at + until) // 2 for at, until in spans if until - at >= LONG)


def _failures(base: Case, address: str) -> Iterator[tuple[str, tuple[Reply, ...]]]:
    role = call_addresses(base.workflow)[without_indexes(address)]
    if role.operation is None:  # a workflow that the scenario plays as one call
        return
    operation, _ = all_operations(base.workflow)[role.operation]
    for error in [declared.name for declared in operation.errors] + ["Unforeseen"]:
        yield error, (Reply(error=error, message=f"{error} it is"),)
    if _has_misfits(operation):
        yield "misfit", (Reply(output={"$": "misfit"}),)
    if role.timeout is not None:
        yield "slow", (Reply(takes=2 * role.timeout),)
    works = find_entry(base.scenario.operations, address)
    if works and works[-1].error is None:
        yield "late", (Reply(error="Unforeseen", message="once"), works[-1])


def _has_misfits(operation: Operation) -> bool:
    return isinstance(operation.output, ModelRef)


def _journey(case: Case, journal: Journal) -> Journey:
    """What makes two runs of a workflow different for a test: who was called, how it ended, where it went."""
    calls = tuple(
        (call.address, call.error in (None, "Timeout", "InvalidOutput") and call.error) for call in journal.calls
    )
    return case.spec, id(case.workflow), calls, tuple(journal.outcomes.items()), journal.status
