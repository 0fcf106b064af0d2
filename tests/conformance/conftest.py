"""One started engine per target for the whole session."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import pytest

from tests.conftest import PLAYED
from tests.support.engines import without
from wfc.target import Engine, EngineMissing, Target, load_target


@dataclass(frozen=True, slots=True)
class Running:
    """A target and its engine, started."""

    target: Target
    engine: Engine


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    """The target a test names, its engine started once. Where it is missing the tests are skipped, in CI they fail."""
    target = load_target(request.param)
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(target.engine())
        except EngineMissing as missing:
            without(missing)
        yield Running(target, engine)


WORKERS = {"airflow": 2}
"""Over so many of xdist's workers a slow target's scenarios are spread, each with an engine of its own."""


def worker(target: str, number: int) -> pytest.MarkDecorator:
    """Who plays a target's scenario of this number."""
    return pytest.mark.xdist_group(f"{target}-{number % WORKERS.get(target, 1)}")


Count = Callable[[str], None]


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Count:
    """Count a scenario as played, in words of the test's own."""
    return partial(record_property, PLAYED)
