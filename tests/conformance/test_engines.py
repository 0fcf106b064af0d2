"""For every scenario the generated code, on the real engine, leaves the journal that the interpreter leaves."""

import os
from collections.abc import Iterator

import pytest

from tests.conformance.conftest import Count, Running
from tests.conformance.corpus import cases
from tests.conformance.derived import derive
from tests.conformance.known_differences import KNOWN
from tests.conformance.tidy import options_for
from wfc.cli.playing import judge_case, play_on
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.driver import compile_workflow
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
    compiled = compile_workflow(case.workflow, target, options)
    if any(found.severity is Severity.ERROR for found in compiled.findings):
        assert compiled.files == {}, "what a target refuses it must not emit"
        count(f"{target.name}, refused when built")
        return
    journal = play_on(target, running.engine, options, case)
    found = differences(interpret(case.workflow, case.scenario).journal, journal, case.workflow)
    if reason := KNOWN.get((target.name, case.name)):
        assert found, f"no difference any more: {reason}"
        pytest.xfail(reason)
    assert list(found) == []
    assert judge_case(case, journal) == ()
    count(f"{target.name}, same journal")


def test_known_differences_are_about_scenarios_that_exist() -> None:
    assert {case for _, case in KNOWN} <= {case.name for case in (*cases(), *derive(cases()))}
