"""For every scenario the generated code, on the real engine, leaves the journal that the interpreter leaves."""

from collections import Counter

import pytest

from tests.conformance.conftest import Running
from tests.conformance.corpus import cases
from tests.conformance.known_differences import KNOWN
from wfc.cli.playing import judge_case, play_on
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.driver import compile_workflow
from wfc.interpret.run import interpret
from wfc.scenario.journal import differences

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_same_journal(case: Case, running: Running, counts: Counter[str]) -> None:
    target = running.target
    options = {name: option.default for name, option in target.options.items()}
    compiled = compile_workflow(case.workflow, target, options)
    if any(found.severity is Severity.ERROR for found in compiled.findings):
        assert compiled.files == {}, "what a target refuses it must not emit"
        counts[f"{target.name}, refused when built"] += 1
        return
    journal = play_on(target, running.engine, options, case)
    found = differences(interpret(case.workflow, case.scenario).journal, journal)
    if reason := KNOWN.get((target.name, case.name)):
        assert found, f"no difference any more: {reason}"
        pytest.xfail(reason)
    assert list(found) == []
    assert judge_case(case, journal) == ()
    counts[f"{target.name}, same journal"] += 1


def test_known_differences_are_about_scenarios_that_exist() -> None:
    assert {case for _, case in KNOWN} <= {case.name for case in cases()}
