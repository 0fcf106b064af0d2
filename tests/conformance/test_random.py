"""Some random workflows, each failing in ways that nobody thought of, leave the interpreter's journal on every engine.

These are a few chunks of what `make conformance` plays for as long as it is given time; always the same ones.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.conftest import Count, Running, worker
from tests.conformance.deep.chunk import Size, play_chunk
from tests.conformance.deep.player import Player, exact_options
from tests.conformance.generate.examples import Shelf
from wfc.target import target_names

pytestmark = pytest.mark.engine

CHUNKS = {
    "airflow": (4, Size(examples=2, scenarios=3)),
    "stepfunctions": (6, Size(examples=12, scenarios=6)),
}
OTHERS = (3, Size(examples=10, scenarios=5))
"""How many chunks of what size: about a minute on two cores for all."""


def chunks() -> Iterator[object]:
    """Every chunk of every target."""
    for target in target_names():
        count, size = CHUNKS.get(target, OTHERS)
        for number in range(count):
            yield pytest.param(target, number, size, id=f"{target}-{number}", marks=worker(target, number))


@pytest.mark.parametrize(("running", "number", "size"), list(chunks()), indirect=["running"], scope="session")
def test_same_journal(running: Running, number: int, size: Size, tmp_path: Path, count: Count) -> None:
    player = Player(target=running.target, engine=running.engine, options=exact_options(running.target))
    tally = play_chunk(player, Shelf(tmp_path), number, size)
    for found in (*tally.divergences, *tally.unsteady):
        print(found.spec, found.scenario, *found.differences, sep="\n")
    assert not tally.divergences
    assert not tally.unsteady
    for _ in range(tally.pairs):
        count(f"{running.target.name}, same journal (random)")
