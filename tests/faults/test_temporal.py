"""Workers that die and handlers that hang, on Temporal's dev server: some of each. All are in `deep_temporal.py`."""

from itertools import islice

import pytest

from tests.faults.on_temporal.asking import broken, in_time, strike_all
from tests.faults.sagas import Phase, strikes
from wfc.runner import Runner

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.xdist_group("faults-temporal")]

TIMEOUT = 10.0
STRUCK: dict[str, tuple[Phase, ...]] = {
    "order_saga/no_carrier": ("before", "after"),
    "supplier_onboarding/owner_sanctioned": ("after",),
    "cluster_rollout/operators_not_reached": ("late", "never"),
}
EVERY = 5


def test_workers_die_and_handlers_hang(temporal: Runner) -> None:
    crews = []
    for name, phases in STRUCK.items():
        case = in_time(name, TIMEOUT)
        crews += [[(case, strike)] for strike in islice(strikes(case, *phases), 1, None, EVERY)]
    assert broken("some of all", strike_all(temporal, crews)) == {}
