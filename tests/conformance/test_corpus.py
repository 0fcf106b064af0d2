"""The corpus is sound, large enough, and the interpreter does with it what each scenario expects."""

from pathlib import Path

import pytest

from tests.conformance.conftest import Count
from tests.conformance.corpus import SPECS, cases, scenarios, specs
from tests.conformance.steady import is_steady
from wfc.cli.scenarios import Case
from wfc.cli.verdicts import interpret_cases
from wfc.diagnostics import Severity
from wfc.interpret.cover import cover


def test_every_spec_is_sound() -> None:
    assert [found for found in specs().findings if found.severity is Severity.ERROR] == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_scenario_can_be_read(spec: Path) -> None:
    assert [found.message for found in scenarios(spec).findings] == []
    assert scenarios(spec).cases, "a spec without a scenario says nothing about failure"


def test_the_corpus_is_large_enough() -> None:
    assert len(SPECS) >= 12
    assert len(cases()) >= 60


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_nothing_depends_on_a_moment(case: Case) -> None:
    assert is_steady(case)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_interpreter_meets_expectations(case: Case, count: Count) -> None:
    [verdict] = interpret_cases([case])
    assert list(verdict.complaints) == []
    count("interpreter, as expected")


UNREACHED = {
    "payment_flow charge-payment:undo": "nothing behind it can fail but the result, and that cannot",
    "subscription_renewal charge:undo": "version 2 has nothing behind it that can fail",
}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_scenarios_exercise_every_transition(spec: Path) -> None:
    verdicts = list(interpret_cases(scenarios(spec).cases))
    for workflow in specs().workflows[spec]:
        runs = [verdict.run for verdict in verdicts if verdict.case.workflow is workflow]
        assert [name for name in cover(workflow, runs).missed if f"{spec.stem} {name}" not in UNREACHED] == []
