"""A sample of what `python -m tests.soundness` does with hundreds, and that both of its judges can say no."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.conformance.corpus import cases
from tests.conformance.generate.examples import EVERYTHING
from tests.soundness.blame import faults
from tests.soundness.breaking import WAYS, Way
from tests.soundness.mutants import Bench, Broken, break_all, break_spec
from tests.soundness.play import Passing, play_sound, with_guards
from wfc.cli.reading import read_specs
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.model import Scenario

UNGUARDED = """
from fuzz_team import Order, Receipt, work
from wfc import Operation, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", irreversible=True)

flow = Workflow(
    key="random.flow",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Work, inputs=lambda input: {"amount": 1, "note": input.items[0]})],
)
"""
EMPTY = Scenario(
    name="empty", file="", workflow="random.flow", input={"amount": 1, "items": []}, context={}, operations={}
)


def test_specs_that_pass_do_not_fail_by_themselves(tmp_path: Path) -> None:
    found = play_sound(Passing(tmp_path), EVERYTHING, specs=12, scenarios=2, number=7)
    assert (found.specs, found.unsound) == (12, [])
    assert found.runs >= 12
    assert found.guarded


def test_broken_specs_do_not_pass(tmp_path: Path) -> None:
    found = break_all(tmp_path, most=40, number=7)
    assert (found.tried.total(), found.unseen) == (40, [])
    assert len(found.tried) >= 12


def test_the_examples_fail_by_themselves_only_where_they_say_so() -> None:
    """Of the scenarios in `specs` those with an `ExpressionError` are of specs that allow `may-raise`."""
    failing = {case.spec for case in cases() if any("ExpressionError" in one for one in _faults(case))}
    assert failing
    assert [spec.name for spec in failing if "allow[may-raise]" not in spec.read_text("utf-8")] == []


def test_a_fault_of_the_spec_is_seen(tmp_path: Path) -> None:
    workflow = _read(UNGUARDED, tmp_path)
    (fault,) = faults(workflow, interpret(workflow, EMPTY))
    assert fault.startswith("ExpressionError at s0: IndexError")
    sound = _read(with_guards(UNGUARDED), tmp_path)
    assert faults(sound, interpret(sound, EMPTY)) == []


def test_what_an_edge_handles_is_no_fault(tmp_path: Path) -> None:
    handled = UNGUARDED.replace("input.items[0]})", 'input.items[0]}, on_failure=Fail("Empty"))')
    workflow = _read(handled.replace("import Operation", "import Fail, Operation"), tmp_path)
    assert faults(workflow, interpret(workflow, EMPTY)) == []


def test_input_that_does_not_fit_is_the_callers_fault(tmp_path: Path) -> None:
    workflow = _read(UNGUARDED, tmp_path)
    scenario = replace(EMPTY, input={})
    assert faults(workflow, interpret(workflow, scenario)) == []


def test_a_mutant_that_no_rule_sees_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.soundness.mutants.WAYS", {"nothing": Way(lambda spec: iter([lambda: None]), frozenset())}
    )
    found = Broken()
    break_spec(Bench(tmp_path), "random_flow.py", UNGUARDED, 1, found, Random(1))
    assert [(name, way) for name, way, _ in found.unseen] == [("random_flow.py", "nothing")]


def test_every_way_names_its_rules() -> None:
    assert [name for name, way in WAYS.items() if not way.seen_as] == []


def _faults(case: Case) -> list[str]:
    return faults(case.workflow, interpret(case.workflow, case.scenario))


def _read(text: str, folder: Path) -> Workflow:
    shelf = Passing(folder)
    shelf.spec.write_text(text, "utf-8")
    (workflow,) = read_specs([shelf.spec], folder).workflows[shelf.spec]
    return workflow
