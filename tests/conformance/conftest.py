"""One started engine per target for the whole session, and the counts at its end."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from wfc.target import Engine, EngineMissing, Target, load_target

COUNTS = pytest.StashKey[Counter[str]]()


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
            if os.environ.get("WFC_REQUIRE_ENGINES") or os.environ.get("CI"):
                raise
            pytest.skip(f"{target.name}: {missing}")
        yield Running(target, engine)


@pytest.fixture
def counts(pytestconfig: pytest.Config) -> Counter[str]:
    """What the closing lines count."""
    return pytestconfig.stash.setdefault(COUNTS, Counter())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How many scenarios each executor has played."""
    for name, count in sorted(config.stash.get(COUNTS, Counter()).items()):
        terminalreporter.write_line(f"conformance: {name}: {count}")
