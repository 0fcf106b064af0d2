"""What tests of faults share: one player with a Temporal server for all of them."""

from collections.abc import Iterator

import pytest

from tests.faults.on_temporal.asking import playing
from wfc.runner import Runner


@pytest.fixture(scope="session")
def temporal() -> Iterator[Runner]:
    """Where the engine is missing the tests are skipped, in CI they fail."""
    with playing() as runner:
        yield runner
