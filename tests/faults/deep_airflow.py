"""Task processes that die at every boundary of a saga, under a real scheduler: nothing is lost or undone twice.

Airflow really waits, so this takes its time: `make faults` names the file, which pytest does not collect by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from tests.faults.invariants import Told, breaches
from tests.faults.on_airflow.asking import Played, airflow_with, death_of, in_time, play_all
from tests.faults.on_airflow.deaths import RACE, as_it_went, lost_poll
from tests.faults.on_airflow.deployment import Deployment
from tests.faults.results import record
from tests.faults.sagas import SAGAS, Phase, Strike, strikes, with_death
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.model import Reply

LARGE = 3_000_000
"""Characters of one value: more than Temporal (2 MB) or Step Functions (256 KB) carries. Airflow has no limit."""

SLOW = 3
"""So many handlers have begun something slow when the machine goes."""

ROUNDS = 4
"""So often a run is begun that a lost poll ends before its fault; in each the same faults are struck."""

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def airflow() -> Iterator[Deployment]:
    with airflow_with(map(in_time, SAGAS)) as deployment:
        yield deployment


@pytest.mark.parametrize("name", SAGAS)
def test_a_process_dies_before_and_behind_every_effect(airflow: Deployment, name: str) -> None:
    case = in_time(name)
    plays = [(case, strike) for strike in strikes(case, "before", "after")]
    assert broken(f"a task process dies: {name}", until_struck(airflow, plays)) == {}


def until_struck(airflow: Deployment, plays: list[tuple[Case, Strike]]) -> Iterator[Played]:
    """Play them all; again what Airflow's own race ended before the fault could be struck."""
    for once_more in reversed(range(ROUNDS)):
        played = list(play_all(airflow, plays))
        missed = [one for one in played if once_more and not one.struck and lost_poll(one.case, one.told)]
        yield from (one for one in played if one not in missed)
        plays = [(one.case, one.strike) for one in missed if one.strike is not None]
        if not plays:
            return


def test_handlers_that_hang_are_cut(airflow: Deployment) -> None:
    plays = [(case, strike) for case in map(in_time, SAGAS) for strike in first_of_each_kind(case, "never")]
    assert broken("a handler hangs", play_all(airflow, plays)) == {}


def test_the_scheduler_goes_and_comes_again(airflow: Deployment) -> None:
    plays = [(case, strike) for case in map(in_time, SAGAS) for strike in first_of_each_kind(case, "slow")]
    played = list(play_all(airflow, plays, restart_at=SLOW))
    assert any(died(one) for one in played), "nobody died"
    found = {f"{one.case.name}: {one.strike}": promised(one) for one in played}
    record("airflow", "the scheduler's machine goes", found)
    assert ours(found) == {}


def died(one: Played) -> bool:
    """Did an attempt of this run die with the machine?"""
    return one.told.journal != as_it_went(one.case, one.told)[1].journal


def promised(one: Played) -> list[str]:
    """What the run has not kept. Airflow begins an attempt anew that has died with the scheduler, whatever the policy
    says (README), so such a run may come to another end; but nothing may be lost, or undone twice, or out of order.
    """
    broken = kept(one, *as_it_went(one.case, one.told))
    return [text for text in broken if not died(one) or not text.startswith(("other journal", "wrong status"))]


def test_a_value_that_is_too_large_elsewhere_goes_through(airflow: Deployment) -> None:
    case = in_time("order_saga/no_carrier")
    script = {**case.scenario.operations, "charge": (Reply(output={"id": "x" * LARGE}),)}
    large = replace(case, scenario=replace(case.scenario, operations=script))
    (one,) = play_all(airflow, [(large, None)])
    found = kept(one, large, one.told)
    record("airflow", "a large value", {f"{case.name}: {LARGE} characters": found})
    assert found == []


def test_a_run_that_is_asked_for_twice_begins_once(airflow: Deployment) -> None:
    case = in_time("order_saga/no_carrier")
    (one,) = play_all(airflow, [(case, None)], times=2)
    found = kept(one, case, one.told)
    record("airflow", "a run is asked for twice", {f"{case.name}: twice": found})
    assert found == []


def kept(one: Played, case: Case, told: Told) -> list[str]:
    """What the run has not kept of what this scenario promises."""
    if lost := lost_poll(case, told):
        return [f"{RACE}: {lost}"]
    wanted = interpret(case.workflow, case.scenario).journal
    broken = [f"{breach.kind}: {breach.text}" for breach in breaches(case.workflow, wanted, told)]
    return [*broken, *([f"left with {one.lost}"] if one.lost else [])]


def first_of_each_kind(case: Case, phase: Phase) -> Iterator[Strike]:
    """The first step and the first compensation."""
    hanging = list(strikes(case, phase))
    yield hanging[0]
    yield from [strike for strike in hanging if strike.address.endswith(":undo")][:1]


def broken(suite: str, played: Iterable[Played]) -> dict[str, list[str]]:
    """By run, what it has not kept; written down as well."""
    found = {f"{one.case.name}: {one.strike}": _verdict(one) for one in played}
    record("airflow", suite, found)
    return ours(found)


def ours(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is broken, but for what Airflow's own race has broken; that is on record only."""
    return {name: breaks for name, breaks in found.items() if breaks and not breaks[0].startswith(RACE)}


def _verdict(one: Played) -> list[str]:
    if one.strike is None or not one.struck:
        return ["it was not struck"]
    return kept(one, with_death(one.case, one.strike, death_of(one.strike)), one.told)
