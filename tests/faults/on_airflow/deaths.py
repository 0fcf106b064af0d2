"""Who has died when a machine went in the middle of many runs: read from what the ledger and the platform tell."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from tests.faults.invariants import Told
from tests.faults.sagas import Strike, with_death
from wfc.cli.scenarios import Case
from wfc.ir.nodes import Step
from wfc.scenario.addresses import located_nodes
from wfc.scenario.journal import Call, Journal
from wfc.scenario.spelling import without_indexes


def as_it_went(case: Case, told: Told) -> tuple[Case, Told]:
    """The scenario in which these attempts die, and the run in which they count as dead."""
    if told.journal is None:
        return case, told
    dead = tuple(_dead(case, told.journal))
    strikes = (Strike(phase="after", address=call.address, attempt=call.attempt) for call in dead)
    happened = reduce(lambda known, strike: with_death(known, strike, "Crashed"), strikes, case)
    calls = (replace(call, output=None, error="Crashed") if call in dead else call for call in told.journal.calls)
    return happened, replace(told, journal=replace(told.journal, calls=tuple(calls)))


RACE = "apache/airflow#71172"
"""A scheduler that is slow to hear that one poke has ended takes the next one for killed (the target's README)."""


def lost_poll(case: Case, told: Told) -> str | None:
    """The polling step that this race has failed: it is said to have crashed, and all its polls were heard of."""
    error = told.journal and told.journal.error
    if (
        not told.journal
        or not error
        or error.type != "Crashed"
        or without_indexes(error.step or "") not in _polling(case)
    ):
        return None
    polls = [call.error for call in told.journal.calls if call.address == error.step]
    return error.step if polls[-1:] in ([], [None]) else None


def _dead(case: Case, journal: Journal) -> Iterator[Call]:
    """Attempts that nobody heard of again; and those that took effect, but the platform did not hear of it: it has
    made another, or says that the step has failed.
    """
    polling = {
        at.replace("[]", "") for at, node in located_nodes(case.workflow) if isinstance(node, Step) and node.poll
    }
    last = {call.address: call.attempt for call in journal.calls}
    for call in journal.calls:
        unheard = call.attempt < last[call.address] or journal.outcomes.get(call.address) == "failed"
        done_for_nothing = call.error is None and unheard and without_indexes(call.address) not in polling
        if call.error == "Timeout" or done_for_nothing:
            yield call


def _polling(case: Case) -> set[str]:
    return {at.replace("[]", "") for at, node in located_nodes(case.workflow) if isinstance(node, Step) and node.poll}
