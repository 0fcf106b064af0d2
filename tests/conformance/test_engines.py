"""For every scenario the generated code, on the real engine, leaves the journal that the interpreter leaves."""

import os
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.conformance.conftest import Count, Running, worker
from tests.conformance.corpus import SPECS, cases, scenarios
from tests.conformance.derived import derive
from tests.conformance.known_differences import KINDS, KNOWN, may_differ
from tests.conformance.results import is_played, proven
from tests.conformance.test_found import found_cases
from tests.conformance.tidy import options_for
from wfc.cli.playing import left_out, play_on, refusals
from wfc.cli.scenarios import Case
from wfc.driver import compile_with_children
from wfc.feature import Feature
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import Target, load_target, target_names

pytestmark = pytest.mark.engine

MOST = {"airflow": 0, "stepfunctions": 12, "temporal": 4}
"""So many derived scenarios of each spec are played, unless the deep suite is asked for: engines differ in speed."""

SLOW = ("airflow",)
"""Where a run takes a second or two: of the written scenarios only the telling ones are played, unless all are asked
for."""

DEEP = bool(os.environ.get("WFC_DEEP"))


@cache
def derived(spec: Path) -> tuple[Case, ...]:
    """Of a spec, as many as somebody plays, and some for those who must leave some out."""
    return tuple(islice(derive(scenarios(spec).cases), None if DEEP else max(MOST.values()) + 2))


def written(target: Target) -> Iterator[Case]:
    """The written scenarios that a target plays."""
    for spec in SPECS:
        of_spec = scenarios(spec).cases
        yield from telling(of_spec) if target.name in SLOW and not DEEP else of_spec


def telling(of_spec: tuple[Case, ...]) -> Iterator[Case]:
    """The first two, and each that proves what no earlier one has proven."""
    shown: frozenset[Feature] = frozenset()
    for number, case in enumerate(of_spec):
        proves = proven(case, interpret(case.workflow, case.scenario).journal)
        if number < 2 or proves - shown:
            yield case
        shown |= proves


def chosen(target: Target) -> Iterator[Case]:
    """The derived scenarios that a target plays."""
    for spec in SPECS:
        played = (case for case in derived(spec) if is_played(target, case))
        yield from islice(played, None if DEEP else MOST.get(target.name, 20))


def pairs() -> Iterator[object]:
    """What is played where: written scenarios, then derived ones."""
    for target in target_names():
        played = load_target(target)
        for number, case in enumerate((*written(played), *chosen(played))):
            yield pytest.param(target, case, id=f"{target}-{case.name}", marks=worker(target, number))


@pytest.mark.parametrize(("running", "case"), list(pairs()), indirect=["running"], scope="session")
def test_same_journal(running: Running, case: Case, count: Count) -> None:
    target = running.target
    options = options_for(target, case)
    if refusals(target, options, case.workflow):
        refused = compile_with_children(case.workflow, target, options)
        assert refused.files == {}, "what a target refuses it must not emit"
        count(f"{target.name}, refused when built")
        return
    if left_out(target, case):
        count(f"{target.name}, left out")
        return
    expected, journal = interpret(case.workflow, case.scenario).journal, play_on(target, running.engine, options, case)
    found = differences(expected, journal, case.workflow)
    if reason := KNOWN.get((target.name, case.name)):
        assert found, f"no difference any more: {reason}"
        pytest.xfail(reason)
    if found and (reason := may_differ(target.name, case, expected)):
        pytest.xfail(reason)
    assert list(found) == []
    assert proven(case, journal) == proven(case, expected), "what `conformance.json` counts"
    count(f"{target.name}, same journal")


def test_known_differences_are_about_written_scenarios() -> None:
    assert {name for _, name in KNOWN} <= {case.name for case in cases()}


@pytest.mark.parametrize(("target", "reason"), [kind[:2] for kind in KINDS])
def test_each_kind_of_difference_has_a_scenario(target: str, reason: str) -> None:
    written = {why for (name, _), why in KNOWN.items() if name == target}
    found = {may_differ(target, case, interpret(case.workflow, case.scenario).journal) for case in found_cases()}
    assert reason in written | found
