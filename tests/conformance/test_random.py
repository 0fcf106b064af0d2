"""Random workflows, each failing in every way it can fail, leave the interpreter's journal on every engine too.

`WFC_DEEP=1` plays many more of them. A seed that has found a mistake of a target is kept in `FOUND`, and played there
with all its scenarios for ever.
"""

import os
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.conformance.conftest import Count, Running, worker
from tests.conformance.known_differences import may_differ
from tests.conformance.random_blocks import random_blocks
from tests.conformance.random_specs import random_cases, random_spec
from wfc.cli.playing import left_out, play_on, refusals
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import target_names

pytestmark = pytest.mark.engine

WRITERS = {"steps": random_spec, "blocks": random_blocks}
FOUND = {
    "airflow": {("steps", 16), ("blocks", 45)},
    "stepfunctions": {
        *(("steps", seed) for seed in (92, 126)),
        *(("blocks", seed) for seed in (83, 139, 178, 201, 250, 286, 299, 737, 820, 878, 1611, 2504)),
    },
}
DEEP = bool(os.environ.get("WFC_DEEP"))
SEEDS = sorted(set().union(*FOUND.values(), ((kind, seed) for kind in WRITERS for seed in range(500 if DEEP else 15))))
MOST = {"airflow": 1, "stepfunctions": 15, "temporal": 4}
"""So many scenarios of each workflow are played where a run takes its time."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the specs are written; they are imported from there."""
    return tmp_path_factory.mktemp("random")


@cache
def cases_of(kind: str, seed: int, folder: Path) -> tuple[Case, ...]:
    """The scenarios of one seed, none when the checks refuse its spec."""
    return tuple(random_cases(seed, WRITERS[kind], folder))


def pairs() -> Iterator[object]:
    """Every seed on every target."""
    for target in target_names():
        for number, (kind, seed) in enumerate(SEEDS):
            yield pytest.param(target, kind, seed, id=f"{target}-{kind}-{seed}", marks=worker(target, number))


@pytest.mark.parametrize(("running", "kind", "seed"), list(pairs()), indirect=["running"], scope="session")
def test_same_journal(running: Running, kind: str, seed: int, folder: Path, count: Count) -> None:
    target = running.target
    options = {
        name: option.default if option.exact is None else option.exact for name, option in target.options.items()
    }
    most = None if DEEP or (kind, seed) in FOUND.get(target.name, ()) else MOST.get(target.name)
    for case in islice(cases_of(kind, seed, folder), most):
        if not (refusals(target, options, case.workflow) or left_out(target, case)):
            expected = interpret(case.workflow, case.scenario).journal
            found = differences(expected, play_on(target, running.engine, options, case), case.workflow)
            if not may_differ(target.name, case, expected):
                assert (case.name, *found) == (case.name,)
                count(f"{target.name}, same journal (random)")


def test_the_checks_let_enough_random_specs_pass(folder: Path) -> None:
    assert sum(bool(cases_of(kind, seed, folder)) for kind, seed in SEEDS) >= len(SEEDS) // 3
