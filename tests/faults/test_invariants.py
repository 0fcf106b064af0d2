"""The invariants hold of what the interpreter does with every saga, and each of them notices when it is broken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.faults.invariants import Kind, Told, breaches
from tests.faults.sagas import SAGAS, expected, saga, strikes
from wfc.interpret.run import interpret
from wfc.scenario.journal import Call, Journal

TIMEOUT = 100_000


def told(journal: Journal) -> Told:
    """A run as a careful ledger would have seen it."""
    effects = dict.fromkeys((call.address, call.key or call.address) for call in journal.calls if not call.error)
    return Told(journal=journal, effects=tuple(effects), at_end=len(journal.calls))


@pytest.mark.parametrize("name", SAGAS)
def test_what_is_expected_of_every_strike_keeps_all_promises(name: str) -> None:
    case = saga(name, TIMEOUT)
    for strike in strikes(case, "before"):
        journal = expected(case, strike, "Timeout")
        struck = [call for call in journal.calls if (call.address, call.attempt) == (strike.address, strike.attempt)]
        assert [call.error for call in struck] == ["Timeout"]
        assert list(breaches(case.workflow, journal, told(journal))) == []


def test_the_sagas_have_both_kinds_of_ends_and_undo_something() -> None:
    journals = [interpret(case.workflow, case.scenario).journal for case in (saga(name, TIMEOUT) for name in SAGAS)]
    assert {journal.status for journal in journals} == {"failed", "succeeded"}
    assert sum(any(call.address.endswith(":undo") for call in journal.calls) for journal in journals) == len(SAGAS) - 1


def without(address: str, seen: Told) -> Told:
    assert seen.journal
    calls = tuple(call for call in seen.journal.calls if call.address != address)
    journal = replace(seen.journal, calls=calls)
    return replace(seen, journal=journal, effects=tuple(one for one in seen.effects if one[0] != address))


def under_another_key(seen: Told) -> Told:
    return replace(seen, effects=(*seen.effects, ("charge:undo", "another-key")))


def reserving_failed(seen: Told) -> Told:
    assert seen.journal
    return replace(seen, journal=replace(seen.journal, outcomes={**seen.journal.outcomes, "reserve": "failed"}))


def reordered(order: Callable[[tuple[Call, ...]], tuple[Call, ...]], seen: Told) -> Told:
    assert seen.journal
    return replace(seen, journal=replace(seen.journal, calls=order(seen.journal.calls)))


BROKEN: dict[str, tuple[Kind, Callable[[Told], Told]]] = {
    "it hangs": ("lost", lambda seen: replace(seen, journal=None)),
    "a compensation is left out": ("not undone", lambda seen: without("charge:undo", seen)),
    "what has not succeeded is undone": ("undone for nothing", reserving_failed),
    "a second undo has another key": ("undone twice", under_another_key),
    "undone in the order of doing": (
        "wrong order",
        lambda seen: reordered(lambda calls: (*calls[:-2], calls[-1], calls[-2]), seen),
    ),
    "a step behind the undoing": ("after the end", lambda seen: reordered(lambda calls: (*calls, calls[0]), seen)),
    "a call when all is over": ("after the end", lambda seen: replace(seen, at_end=seen.at_end - 1)),
    "it says that all is well": (
        "wrong status",
        lambda seen: replace(seen, journal=seen.journal and replace(seen.journal, status="succeeded")),
    ),
    "a call is missing": ("other journal", lambda seen: without("validate", seen)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_noticed(name: str) -> None:
    kind, broken = BROKEN[name]
    case = saga("order_saga/no_carrier", TIMEOUT)
    journal = interpret(case.workflow, case.scenario).journal
    assert kind in {breach.kind for breach in breaches(case.workflow, journal, broken(told(journal)))}
