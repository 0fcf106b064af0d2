"""How a flow becomes tasks: routes, the end of a run, and markers where a join could be fooled."""

from dataclasses import replace

from tests.support.core import BROKEN, FAIL, SUCCEED, arms, catch, chain, choice, const, fail, step, to, workflow
from wfc.ir.expressions import Expr
from wfc.ir.nodes import Workflow
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.names import name_tasks
from wfc_targets.airflow.plan import Body, Operator, Plan, Task, items_in, tasks_in
from wfc_targets.airflow.routes import Shape, shape_of

OPTIONS = {"start_date": "2026-01-01"}


def shape(flow: Workflow) -> Shape:
    return shape_of(flow, name_tasks(flow))


def plan(flow: Workflow) -> Plan:
    return lower(flow, OPTIONS)


def test_a_plain_chain_needs_no_task_but_its_steps() -> None:
    flow = workflow(*chain(step("a"), step("b"), step("c")))
    assert [task.name for task in plan(flow).tasks] == ["a", "b", "c"]
    assert plan(flow).wiring == ("a >> b >> c",)


def test_a_failure_edge_puts_a_route_behind_its_step() -> None:
    flow = workflow(
        step("a", on_success=arms(to("b")), on_failure=(catch(to("tell")),)),
        step("b"),
        step("tell", on_success=arms(FAIL)),
    )
    assert plan(flow).wiring == ("a >> a__route >> [b, tell]", "[b, tell] >> outcome")
    assert shape(flow).final == "b"


def test_several_ways_to_succeed_meet_in_one_task() -> None:
    flow = workflow(step("a", on_success=arms((const(True), SUCCEED), to("b"))), step("b"))
    assert shape(flow).final == "succeeded"
    assert ("b", "succeeded") in shape(flow).edges


def test_the_result_is_the_end_when_there_is_one() -> None:
    assert shape(workflow(step("a"), result=const(1))).final == "result"


def test_a_run_that_cannot_succeed_has_no_result() -> None:
    """A task without predecessors would run."""
    flow = workflow(step("a", on_success=arms(fail("Never"))), result=const(1))
    assert [task.name for task in plan(flow).tasks] == ["a", "a__route", "outcome"]


def test_a_route_that_goes_on_alike_works_only_when_a_condition_can_fail() -> None:
    def route(condition: Expr) -> Task | Operator:
        ways = {"on_success": arms((condition, to("b")), to("b")), "on_failure": (catch(to("b")),)}
        flow = workflow(step("a", **ways), step("b"))
        return next(one for one in items_in(plan(flow).tasks) if one.name == "a__route" and not isinstance(one, Body))

    assert isinstance(route(const(True)), Operator)
    assert isinstance(route(BROKEN), Task)


def test_a_handler_that_rejoins_needs_no_marker() -> None:
    """When it fails, Airflow itself fails what stands behind it."""
    flow = workflow(
        step("a", on_success=arms(to("b")), on_failure=(catch(to("mend")),)),
        step("mend", on_success=arms(to("b"))),
        step("b"),
    )
    assert shape(flow).markers == {}


def test_a_detour_that_may_end_the_run_needs_a_marker() -> None:
    """Else `b` would run although `mend` has ended the run: its other predecessor, the route of `a`, succeeded."""
    mend = step("mend", on_success=arms((const(True), SUCCEED), to("more")))
    flow = workflow(
        step("a", on_success=arms(to("b")), on_failure=(catch(to("mend")),)),
        mend,
        step("more", on_success=arms(to("b"))),
        step("b"),
    )
    assert shape(flow).markers["a__to_b"] == "b"
    assert ("a__route", "b") not in shape(flow).edges


def test_a_choice_whose_conditions_may_fail_and_be_handled_is_two_tasks() -> None:
    flow = workflow(choice("pick", (BROKEN, to("b")), SUCCEED, on_failure=(catch(to("b")),)), step("b"))
    assert shape(flow).picks == {"pick"}
    assert [task.name for task in plan(flow).tasks][:2] == ["pick", "pick__route"]


def test_a_step_may_be_called_like_a_task_of_ours() -> None:
    flow = workflow(
        step("result", on_success=arms(to("class")), on_failure=(catch(to("class")),)), step("class"), result=const(1)
    )
    names = name_tasks(flow)
    assert names.steps == {"result": "result", "class": "class_"}
    assert names.run("result") == "result_2"
    [step_task] = [task for task in tasks_in(plan(flow).tasks) if task.name == "class_"]
    assert step_task.decorators[0] == '@task(task_id="class")'


def test_a_step_whose_id_looks_like_a_route_keeps_its_task_id() -> None:
    flow = workflow(step("a", on_success=arms(to("a--route")), on_failure=(catch(FAIL),)), step("a--route"))
    assert name_tasks(flow).beside("a", "route") == "a___route"


def test_fail_with_an_error_of_its_own_is_recorded_by_the_route() -> None:
    flow = workflow(step("a", on_success=arms(fail("TooBig", const("much")))))
    [route] = [task for task in tasks_in(plan(flow).tasks) if task.name == "a__route"]
    assert '@recorded("a")' in route.decorators
    assert plan(flow).failing == ("a__route", "a")


def test_long_wiring_stays_on_lines() -> None:
    flow = workflow(*chain(*(step(f"a-rather-long-name-{number}") for number in range(6))))
    assert all(len(line) <= 84 for line in plan(flow).wiring)
    assert "".join(plan(flow).wiring).count(">>") == 5


def test_a_deadline_can_end_a_detour_that_handles_every_failure() -> None:
    """The route of the detour then follows nothing; without a marker the join would run all the same."""
    flow = workflow(
        choice("which", (const(True), to("slow")), to("last")),
        step("slow", on_success=arms(to("mend")), on_failure=(catch(to("mend")),)),
        step("mend", on_success=arms(to("last")), on_failure=(catch(to("last")),)),
        step("last"),
    )
    assert not shape(flow).markers
    assert shape(replace(flow, deadline=1000)).markers == {"which__to_last": "last"}
