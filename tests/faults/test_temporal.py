"""Workers that die at every boundary of a saga, on the real dev server: nothing is lost, nothing is undone twice."""

from collections.abc import Iterator

import pytest

from tests.faults.invariants import breaches
from tests.faults.on_temporal.asking import in_time, playing, strike_all
from tests.faults.sagas import SAGAS, expected, strikes
from wfc.runner import Runner

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.xdist_group("faults-temporal")]

TIMEOUT = 4.0
CREWS = 6


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with playing() as runner:
        yield runner


@pytest.mark.parametrize("name", SAGAS)
def test_a_worker_dies_before_and_behind_every_effect(runner: Runner, name: str) -> None:
    case = in_time(name, TIMEOUT)
    plays = [(case, strike) for strike in strikes(case, "before", "after")]
    for played in strike_all(runner, [plays[crew::CREWS] for crew in range(CREWS)]):
        assert played.struck, f"{played.strike}: nobody died"
        wanted = expected(case, played.strike, "Timeout")
        assert list(breaches(case.workflow, wanted, played.told)) == [], str(played.strike)
