"""What random workflows have found once is played on every engine for ever.

Each spec in `found` is the smallest that showed a mistake, and says which. A new one comes from `make conformance`,
which writes what it finds below `build/conformance/found`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.conftest import Count, Running, worker
from tests.conformance.deep.player import Player, exact_options
from tests.conformance.found_files import FOUND, found_specs, refused_specs
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case, read_cases, scenario_files
from wfc.cli.verdicts import interpret_cases
from wfc.diagnostics import Severity
from wfc.target import target_names


@cache
def found_cases() -> tuple[Case, ...]:
    """The scenarios of all specs."""
    return tuple(case for spec in found_specs() for case in cases_of(spec))


def cases_of(spec: Path) -> tuple[Case, ...]:
    """The scenarios of one; there must be some, or nothing is played."""
    read = read_specs([spec], FOUND)
    assert not read.failed, read.findings
    cases = read_cases(spec, scenario_files(spec), read.workflows[spec], FOUND)
    assert cases.cases
    assert cases.findings == ()
    return cases.cases


@pytest.mark.parametrize("case", found_cases(), ids=lambda case: case.name)
def test_the_interpreter_does_what_is_expected(case: Case) -> None:
    [verdict] = interpret_cases([case])
    assert list(verdict.complaints) == []


@pytest.mark.parametrize("spec", refused_specs(), ids=lambda spec: spec.stem)
def test_what_nothing_leads_to_is_refused(spec: Path) -> None:
    """Each showed that a target must not build what only a dead edge leads to; now no target is asked to."""
    read = read_specs([spec], FOUND)
    assert [one.code.name for one in read.findings if one.severity is Severity.ERROR] == ["unreachable-step"]


def pairs() -> Iterator[object]:
    for target in target_names():
        for number, case in enumerate(found_cases()):
            yield pytest.param(target, case, id=f"{target}-{case.name}", marks=worker(target, number))


@pytest.mark.engine
@pytest.mark.parametrize(("running", "case"), list(pairs()), indirect=["running"], scope="session")
def test_the_journal_is_the_same_now(running: Running, case: Case, count: Count) -> None:
    player = Player(target=running.target, engine=running.engine, options=exact_options(running.target))
    played = player.play(case)
    assert list(played.differences) == []
    count(f"{running.target.name}, {'refused' if played.refused else 'same journal'} (found)")
