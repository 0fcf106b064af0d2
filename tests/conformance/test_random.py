"""Random workflows, each failing in every way it can fail, leave the interpreter's journal on every engine too.

`WFC_DEEP=1` plays many more of them. A seed that has found a mistake of a target is kept in `FOUND`, and played there
with all its scenarios for ever.
"""

import os
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.conformance.conftest import Count, Running
from tests.conformance.random_blocks import random_blocks
from tests.conformance.random_specs import random_cases, random_spec
from wfc.cli.playing import left_out, play_on, refusals
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import target_names

pytestmark = pytest.mark.engine

WRITERS = {"steps": random_spec, "blocks": random_blocks}
FOUND = {("steps", 16): "airflow", ("steps", 92): "stepfunctions", ("steps", 126): "stepfunctions"}
DEEP = bool(os.environ.get("WFC_DEEP"))
SEEDS = sorted({*FOUND, *((kind, seed) for kind in WRITERS for seed in range(500 if DEEP else 15))})
MOST = {"airflow": 1, "temporal": 4}
"""So many scenarios of each workflow are played where a run takes its time."""


TARGETS = [pytest.param(target, marks=pytest.mark.xdist_group(target)) for target in target_names()]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the specs are written; they are imported from there."""
    return tmp_path_factory.mktemp("random")


@cache
def cases_of(kind: str, seed: int, folder: Path) -> tuple[Case, ...]:
    """The scenarios of one seed, none when the checks refuse its spec."""
    return tuple(random_cases(seed, WRITERS[kind], folder))


@pytest.mark.parametrize("running", TARGETS, indirect=True, scope="session")
@pytest.mark.parametrize(("kind", "seed"), SEEDS)
def test_same_journal(running: Running, kind: str, seed: int, folder: Path, count: Count) -> None:
    target = running.target
    options = {
        name: option.default if option.exact is None else option.exact for name, option in target.options.items()
    }
    most = None if DEEP or FOUND.get((kind, seed)) == target.name else MOST.get(target.name)
    for case in islice(cases_of(kind, seed, folder), most):
        if not (refusals(target, options, case.workflow) or left_out(target, case)):
            journal = play_on(target, running.engine, options, case)
            expected = interpret(case.workflow, case.scenario).journal
            assert (case.name, *differences(expected, journal, case.workflow)) == (case.name,)
            count(f"{target.name}, same journal (random)")


def test_the_checks_let_enough_random_specs_pass(folder: Path) -> None:
    assert sum(bool(cases_of(kind, seed, folder)) for kind, seed in SEEDS) >= len(SEEDS) // 3
