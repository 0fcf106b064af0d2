"""Scenarios that nobody wrote: every written one, with each of its calls failing in each way a call can fail.

They expect nothing but that the engines do what the interpreter does. Of those that end alike only the first is kept.
"""

from collections.abc import Iterator
from dataclasses import replace

from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.policies import Operation
from wfc.ir.types import ModelRef
from wfc.ir.walk import operations_by_key
from wfc.scenario.addresses import call_addresses
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Expect, Reply, Scenario

Journey = tuple[object, ...]


def derive(written: tuple[Case, ...]) -> tuple[Case, ...]:
    """New cases, in a fixed order."""
    seen = {_journey(case, interpret(case.workflow, case.scenario).journal) for case in written}
    kept: list[Case] = []
    for base in written:
        for case in _variants(base):
            journey = _journey(case, interpret(case.workflow, case.scenario).journal)
            if journey not in seen and is_steady(case):
                seen.add(journey)
                kept.append(case)
    return tuple(kept)


def is_steady(case: Case) -> bool:
    """Does nothing depend on a moment? Engines whose time is not virtual are a little late."""
    journal = interpret(case.workflow, case.scenario).journal
    return all(
        not differences(
            journal, interpret(case.workflow, _stretched(case.scenario, factor, more)).journal, case.workflow
        )
        for factor, more in ((0.98, 0), (1.02, 50))
    )


def _stretched(scenario: Scenario, factor: float, more: int) -> Scenario:
    operations = {
        name: tuple(replace(reply, takes=round(reply.takes * factor) + more) for reply in replies)
        for name, replies in scenario.operations.items()
    }
    return replace(scenario, operations=operations)


def _variants(base: Case) -> Iterator[Case]:
    addresses = dict.fromkeys(call.address for call in interpret(base.workflow, base.scenario).journal.calls)
    for address in addresses:
        for how, replies in _failures(base, address):
            operations = {**base.scenario.operations, address: replies}
            name = f"{base.scenario.name}~{address}~{how}"
            yield replace(base, scenario=replace(base.scenario, name=name, operations=operations, expect=Expect()))


def _failures(base: Case, address: str) -> Iterator[tuple[str, tuple[Reply, ...]]]:
    role = call_addresses(base.workflow)[address]
    operation = operations_by_key(base.workflow)[role.operation]
    for error in [declared.name for declared in operation.errors] + ["Unforeseen"]:
        yield error, (Reply(error=error, message=f"{error} it is"),)
    if _has_misfits(operation):
        yield "misfit", (Reply(output={"$": "misfit"}),)
    if role.timeout is not None:
        yield "slow", (Reply(takes=2 * role.timeout),)
    works = base.scenario.operations.get(address)
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
