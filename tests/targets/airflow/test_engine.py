"""What only Airflow itself can tell: that routes, joins and compensations do what the interpreter does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.core import (
    BROKEN,
    FAIL,
    SUCCEED,
    arms,
    bad,
    catch,
    choice,
    const,
    fail,
    ok,
    operation,
    step,
    to,
    undo_by,
)
from tests.support.core import workflow as core_workflow
from tests.support.engines import without
from wfc.interpret.run import interpret
from wfc.ir.nodes import Node, Step, Workflow
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Reply, Scenario
from wfc.target import EngineMissing, Job
from wfc_targets.airflow import TARGET
from wfc_targets.airflow.engine.client import AirflowEngine

pytestmark = pytest.mark.engine

OPTIONS = {name: option.default for name, option in TARGET.options.items()}


@pytest.fixture(scope="module")
def engine() -> Iterator[AirflowEngine]:
    try:
        with AirflowEngine() as running:
            yield running
    except EngineMissing as missing:
        without(missing)


def workflow(*nodes: Node, **changes) -> Workflow:
    """A workflow whose operations are all done by the team's one handler."""
    keys = ["undo", *(node.operation for node in nodes if isinstance(node, Step))]
    operations = tuple(operation(key, handler="team_of_airflow:work") for key in keys)
    return core_workflow(*nodes, operations=operations, **changes)


def run(engine: AirflowEngine, flow: Workflow, **script: list[Reply]) -> tuple[Journal, tuple[str, ...]]:
    """What Airflow makes of a scenario, and in what that differs from the interpreter."""
    operations = {name: tuple(replies) for name, replies in script.items()}
    scenario = Scenario(name="", file="", workflow=flow.key, input=None, context=None, operations=operations)
    root = str(Path(__file__).parent)
    job = Job(workflow=flow, files=TARGET.emit(flow, OPTIONS), scenario=scenario, roots=(root,), time_scale=1.0)
    journal = engine.run(job)
    return journal, differences(interpret(flow, scenario).journal, journal, flow)


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_join_is_not_fooled_by_a_detour_that_ends_the_run(engine: AirflowEngine, goes_on: bool) -> None:
    flow = workflow(
        step("a", on_success=arms(to("b")), on_failure=(catch(to("mend")),)),
        step("mend", on_success=arms((const(not goes_on), SUCCEED), to("more"))),
        step("more", on_success=arms(to("b"))),
        step("b"),
    )
    journal, found = run(engine, flow, a=[bad()])
    assert ("b" in journal.outcomes) == goes_on
    assert found == ()


def test_a_failure_of_conditions_takes_the_failure_edge_of_a_choice(engine: AirflowEngine) -> None:
    flow = workflow(
        step("a", on_success=arms(to("pick"))),
        choice("pick", (BROKEN, SUCCEED), to("b"), on_failure=(catch(to("tell"), "ExpressionError"),)),
        step("b"),
        step("tell", on_success=arms(FAIL)),
    )
    journal, found = run(engine, flow)
    assert journal.outcomes == {"a": "succeeded", "pick": "failed", "tell": "succeeded"}
    assert found == ()


def test_a_failing_condition_behind_a_step_compensates_it(engine: AirflowEngine) -> None:
    flow = workflow(step("a", compensation=undo_by("undo"), on_success=arms((BROKEN, SUCCEED), SUCCEED)))
    journal, found = run(engine, flow)
    assert [call.address for call in journal.calls] == ["a", "a:undo"]
    assert found == ()


def test_compensations_run_on_when_one_fails(engine: AirflowEngine) -> None:
    flow = workflow(
        step("a", compensation=undo_by("undo"), on_success=arms(to("b"))),
        step("b", compensation=undo_by("undo"), on_success=arms(to("c"))),
        step("c", compensation=undo_by("undo", when="attempted"), on_success=arms(fail("Never", const("ever")))),
    )
    journal, found = run(engine, flow, **{"b:undo": [bad("Stuck", "fast")], "c": [ok(1)]})
    assert [one.step for one in journal.compensation_failed] == ["b"]
    assert found == ()


def test_a_step_may_be_called_like_a_task_of_ours(engine: AirflowEngine) -> None:
    flow = workflow(
        step("result", on_success=arms(to("class")), on_failure=(catch(FAIL),)),
        step("class", on_success=arms(to("call"))),
        step("call"),
        result=const(1),
    )
    journal, found = run(engine, flow)
    assert journal.output == 1
    assert found == ()
