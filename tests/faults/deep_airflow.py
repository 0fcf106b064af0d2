"""Task processes that die at every boundary of a saga, under a real scheduler: nothing is lost or undone twice.

Airflow really waits, so this takes its time: `make faults` names the file, which pytest does not collect by itself.
"""

from collections.abc import Iterable, Iterator

import pytest

from tests.faults.invariants import breaches
from tests.faults.on_airflow.asking import Played, airflow_with, death_of, in_time, play_all
from tests.faults.on_airflow.deployment import Deployment
from tests.faults.results import record
from tests.faults.sagas import SAGAS, Strike, expected, strikes
from wfc.cli.scenarios import Case

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def airflow() -> Iterator[Deployment]:
    with airflow_with(map(in_time, SAGAS)) as deployment:
        yield deployment


@pytest.mark.parametrize("name", SAGAS)
def test_a_process_dies_before_and_behind_every_effect(airflow: Deployment, name: str) -> None:
    case = in_time(name)
    plays = [(case, strike) for strike in strikes(case, "before", "after")]
    assert broken(f"a task process dies: {name}", play_all(airflow, plays)) == {}


def test_handlers_that_hang_are_cut(airflow: Deployment) -> None:
    plays = [(case, strike) for case in map(in_time, SAGAS) for strike in first_of_each_kind(case)]
    assert broken("a handler hangs", play_all(airflow, plays)) == {}


def first_of_each_kind(case: Case) -> Iterator[Strike]:
    """The first step and the first compensation."""
    hanging = list(strikes(case, "never"))
    yield hanging[0]
    yield from [strike for strike in hanging if strike.address.endswith(":undo")][:1]


def broken(suite: str, played: Iterable[Played]) -> dict[str, list[str]]:
    """By run, what it has not kept; written down as well."""
    found: dict[str, list[str]] = {}
    for one in played:
        assert one.strike is not None
        if not one.struck:
            found[f"{one.case.name}: {one.strike}"] = ["it was not struck"]
            continue
        wanted = expected(one.case, one.strike, death_of(one.strike))
        kept = [f"{breach.kind}: {breach.text}" for breach in breaches(one.case.workflow, wanted, one.told)]
        found[f"{one.case.name}: {one.strike}"] = [*kept, *([f"left with {one.lost}"] if one.lost else [])]
    record("airflow", suite, found)
    return {name: breaks for name, breaks in found.items() if breaks}
