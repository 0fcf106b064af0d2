"""Rules O5 and R5, from a spec as somebody writes it to the end of a run."""

from pathlib import Path

import pytest

from tests.support.core import bad, called, play
from wfc.cli.reading import read_specs
from wfc.ir.nodes import Workflow
from wfc.scenario.journal import Failure

SPEC = """
from tests.support.team import do_nothing
from wfc import Operation, Step, Workflow

Nothing = Operation("nothing", handler=do_nothing, effect="read")
flow = Workflow(
    key="flow",
    version="1.0.0",
    steps=[
        Step(id="first", operation=Nothing, on_failure="rescue"),
        Step(id="last", operation=Nothing),
    ],
    handlers=[Step(id="rescue", operation=Nothing)],
    result=lambda run: run.id,
)
"""


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Workflow:
    spec = tmp_path_factory.mktemp("implicit") / "implicit_ends.py"
    spec.write_text(SPEC, "utf-8")
    [workflow] = read_specs([spec], Path(spec.parent)).workflows[spec]
    return workflow


def test_o5_a_step_goes_on_to_the_next_and_the_last_one_ends_with_success(flow):
    run = play(flow)
    assert (called(run), run.journal.status) == (["first", "last"], "succeeded")


def test_o5_a_handler_ends_the_run_with_the_failure_that_led_to_it(flow):
    run = play(flow, first=[bad("Down", "late")])
    assert called(run) == ["first", "rescue"]
    assert run.journal.error == Failure(type="Down", message="late", step="first")


def test_r5_the_run_id_is_hidden_in_journals(flow):
    assert play(flow).journal.output == "<run>"
