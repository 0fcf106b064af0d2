"""One Airflow for all tests of the target."""

from collections.abc import Iterator

import pytest

from tests.support.engines import without
from wfc.target import EngineMissing
from wfc_targets.airflow.engine.client import AirflowEngine


@pytest.fixture(scope="session")
def engine() -> Iterator[AirflowEngine]:
    try:
        with AirflowEngine() as running:
            yield running
    except EngineMissing as missing:
        without(missing)
