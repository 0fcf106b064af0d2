"""The engine, started once for all tests here; without its environment they are skipped, in CI they fail."""

import os
from collections.abc import Iterator

import pytest

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
        if os.environ.get("WFC_REQUIRE_ENGINES") or os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
