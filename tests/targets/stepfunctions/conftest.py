"""The engine, started once for all tests here; without its environment they are skipped, in CI they fail."""

from collections.abc import Iterator

import pytest

from tests.support.engines import without
from wfc.target import EngineMissing
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine


@pytest.fixture(scope="session")
def engine() -> Iterator[StepFunctionsEngine]:
    yield from started(StepFunctionsEngine())


def started(engine: StepFunctionsEngine) -> Iterator[StepFunctionsEngine]:
    """The engine, running."""
    try:
        with engine:
            yield engine
    except EngineMissing as missing:
        without(missing)
