"""Every boundary of twelve sagas on Temporal's dev server: nothing is lost, nothing is undone twice.

The server really waits, so this takes its time: `make faults` names the file, which pytest does not collect by itself.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.on_temporal.asking import (
    Plays,
    broken,
    in_time,
    strike_all,
    strike_while_the_server_restarts,
)
from tests.faults.sagas import SAGAS, Phase, Strike, expected, strikes
from wfc.cli.scenarios import Case
from wfc.runner import Runner

pytestmark = [pytest.mark.engine, pytest.mark.slow]

TIMEOUT = 10.0
PATIENT = 40.0
"""Seconds that an attempt may take; much, where none is to be cut although the server is away."""
CREWS = 10


@pytest.mark.parametrize("name", SAGAS)
def test_a_worker_dies_before_and_behind_every_effect(temporal: Runner, name: str) -> None:
    case = in_time(name, TIMEOUT)
    plays = [(case, strike) for strike in strikes(case, "before", "after")]
    crews = [plays[crew::CREWS] for crew in range(CREWS)]
    assert broken(f"a worker dies: {name}", strike_all(temporal, crews)) == {}


def test_an_attempt_that_is_given_up_and_ends_later_is_one_effect_with_the_next(temporal: Runner) -> None:
    cases = [in_time(name, TIMEOUT) for name in SAGAS]
    played = list(strike_all(temporal, [[(case, strike) for strike in repeated(case)] for case in cases]))
    assert len(played) > len(SAGAS)
    for one in played:
        deliveries = Counter(call.address for call in one.told.journal.calls) if one.told.journal else Counter()
        effects = Counter(address for address, _ in one.told.effects)
        assert one.strike
        assert deliveries[one.strike.address] > effects[one.strike.address] == 1, one.name
    assert broken("an attempt ends when it has been given up", played) == {}


def repeated(case: Case) -> Iterator[Strike]:
    """The attempts that are followed by another one, which succeeds, when they are given up."""
    for strike in strikes(case, "late"):
        calls = {(call.address, call.attempt): call for call in expected(case, strike, "Timeout").calls}
        following = calls.get((strike.address, strike.attempt + 1))
        before = calls.get((strike.address, strike.attempt - 1))
        if following and following.error is None and before is None:
            yield strike


def test_handlers_that_never_return_are_given_up(temporal: Runner) -> None:
    crews = [first_of_each_kind(in_time(name, TIMEOUT), "never") for name in SAGAS]
    assert broken("a handler never returns", strike_all(temporal, crews)) == {}


def first_of_each_kind(case: Case, phase: Phase) -> Plays:
    """The first step and the first compensation."""
    found = list(strikes(case, phase))
    undoing = [strike for strike in found if strike.address.endswith(":undo")]
    return [(case, strike) for strike in (*found[:1], *undoing[:1])]


@pytest.mark.parametrize("number", [0, 1], ids=["in a step", "in a compensation"])
def test_runs_go_on_when_the_server_has_been_away(temporal: Runner, number: int) -> None:
    crews = [first_of_each_kind(in_time(name, PATIENT), "slow")[number : number + 1] for name in SAGAS]
    assert broken(f"the server restarts, {number}", strike_while_the_server_restarts(temporal, crews)) == {}
