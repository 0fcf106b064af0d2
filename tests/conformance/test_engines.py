"""For every scenario the generated code, on the real engine, leaves the journal that the interpreter leaves."""

import os
from collections.abc import Iterator

import pytest

from tests.conformance.conftest import Count, Running
from tests.conformance.corpus import cases
from tests.conformance.derived import derive
from tests.conformance.known_differences import KNOWN
from tests.conformance.results import PASSED, counted, proven, to_pass
from tests.conformance.tidy import options_for
from wfc.cli.playing import left_out, play_on, refusals
from wfc.cli.results import recorded_results
from wfc.cli.scenarios import Case
from wfc.driver import compile_with_children
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import target_names

pytestmark = pytest.mark.engine

EVERY = {} if os.environ.get("WFC_DEEP") else {"airflow": 10}
"""Of the derived scenarios a slow engine plays only every so manieth, unless the deep suite is asked for."""


def pairs() -> Iterator[object]:
    """What is played where: the written scenarios on every target, then the derived ones. One worker has one engine."""
    for target in target_names():
        for case in (*cases(), *derive(cases())[:: EVERY.get(target, 1)]):
            yield pytest.param(target, case, id=f"{target}-{case.name}", marks=pytest.mark.xdist_group(target))


@pytest.mark.parametrize(("running", "case"), list(pairs()), indirect=["running"], scope="session")
def test_same_journal(running: Running, case: Case, count: Count) -> None:
    target = running.target
    options = options_for(target, case)
    if refusals(target, options, case.workflow):
        refused = compile_with_children(case.workflow, target, options)
        assert refused.files == {}, "what a target refuses it must not emit"
        count(f"{target.name}, refused when built")
        return
    if left_out(target, case.scenario):
        count(f"{target.name}, left out")
        return
    journal = play_on(target, running.engine, options, case)
    found = differences(interpret(case.workflow, case.scenario).journal, journal, case.workflow)
    if reason := KNOWN.get((target.name, case.name)):
        assert found, f"no difference any more: {reason}"
        pytest.xfail(reason)
    assert list(found) == []
    PASSED[target.name][case.name] = proven(case, journal)
    count(f"{target.name}, same journal")


TARGETS = [pytest.param(target, marks=pytest.mark.xdist_group(target)) for target in target_names()]


@pytest.mark.parametrize("running", TARGETS, indirect=True, scope="session")
def test_the_record_is_what_the_engine_has_passed(running: Running) -> None:
    """Behind all scenarios of the target, in the same worker."""
    target = running.target
    passed = PASSED[target.name]
    written = {case.name for case in to_pass(target)}
    if not written <= passed.keys():
        pytest.skip("not all of the target's scenarios were played, or not all have passed")
    assert recorded_results(target.name) == counted({name: passed[name] for name in written})


def test_known_differences_are_about_scenarios_that_exist() -> None:
    assert {case for _, case in KNOWN} <= {case.name for case in (*cases(), *derive(cases()))}
