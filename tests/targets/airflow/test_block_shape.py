"""How branches, bodies and nodes of several tasks stand in a DAG: what a reader of the graph sees."""

from tests.support.core import (
    FAIL,
    arms,
    call,
    catch,
    chain,
    const,
    for_each,
    operation,
    output_of,
    parallel,
    sla,
    step,
    to,
    undo_by,
    workflow,
)
from wfc.ir.nodes import Workflow
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.plan import Body, Branch, Plan, Task, tasks_in

OPTIONS = {"start_date": "2026-01-01"}


def plan(flow: Workflow) -> Plan:
    return lower(flow, OPTIONS)


def task(flow: Workflow, name: str) -> Task:
    return next(one for one in tasks_in(plan(flow).tasks) if one.name == name)


def test_branches_fork_and_join() -> None:
    both = parallel("both", left=chain(step("a"), step("b")), right=(step("c"),))
    flow = workflow(*chain(step("first"), both, step("last")))
    assert plan(flow).wiring == (
        "first >> both__fork >> [a, c]",
        "a >> b >> both >> last",
        "c >> both",
        "last >> outcome",
    )
    groups = [item for item in plan(flow).tasks if isinstance(item, Branch)]
    assert [(group.name, group.title) for group in groups] == [
        ("both__branch_left", "left"),
        ("both__branch_right", "right"),
    ]


def test_only_the_join_of_branches_can_fail_the_run() -> None:
    """A failure that was handled inside is not one of the run."""
    flow = workflow(parallel("both", left=(step("a"),), right=(step("b"),)))
    assert plan(flow).failing == ("both",)


def test_a_body_of_one_step_is_expanded_without_a_group() -> None:
    flow = workflow(for_each("every", const([1]), step("a"), max_concurrency=3))
    assert plan(flow).wiring == ("every__items >> a >> every >> outcome",)
    assert task(flow, "a").over == "every__items"
    assert task(flow, "a").decorators[0] == "@task(max_active_tis_per_dagrun=3)"
    assert plan(flow).elements == ("a",)


def test_in_a_body_routes_return_and_tasks_guard_themselves() -> None:
    """A branch task would skip its successors for all elements."""
    body = (step("a", on_success=arms(to("b")), on_failure=(catch(to("mend")),)), step("b"), step("mend"))
    flow = workflow(for_each("every", const([1]), *body))
    assert task(flow, "a__route").decorators[0].startswith("@task(")
    assert '@chosen_by("a__route")' in task(flow, "mend").decorators
    [group] = [item for item in plan(flow).tasks if isinstance(item, Body)]
    assert group.wiring[0] == "a >> a__route >> [b, mend]"
    assert plan(flow).wiring == ("every__items >> every__each >> every >> outcome",)


def test_an_alert_in_a_body_needs_the_group() -> None:
    flow = workflow(for_each("every", const([1]), step("a", sla=sla(1000, "a"))))
    assert set(plan(flow).elements) == {"a", "a__alert"}


def test_elements_are_undone_by_one_task_in_its_place_of_the_chain() -> None:
    undo = undo_by("undo")
    both = parallel(
        "both",
        left=(step("a", compensation=undo),),
        right=(for_each("every", const([1]), step("b", compensation=undo)),),
    )
    flow = workflow(*chain(both, step("c", compensation=undo)))
    assert plan(flow).wiring[-1] == "c__undo >> every__undo >> a__undo >> outcome"


def test_a_call_reads_what_its_child_tells() -> None:
    """A chain has no outcome: there the first task that has failed tells."""
    plain = workflow(*chain(step("x"), step("y")), key="plain", name="plain_v1", result=const(1))
    undone = workflow(step("x", compensation=undo_by("undo")), key="undone", name="undone_v1")
    flow = workflow(*chain(call("one", plain), call("two", undone)), children=(plain, undone), result=output_of("one"))
    bodies = [getattr(task(flow, name).body, "failing", None) for name in ("one", "two")]
    assert bodies == [("result", "y", "x", "start"), ("outcome",)]


def test_the_step_behind_all_compensations_stands_before_the_outcome() -> None:
    flow = workflow(
        step("a", compensation=undo_by("undo")), operations=(operation("told"),), after_compensation=step("told")
    )
    assert plan(flow).wiring == ("a >> rollback >> a__undo >> told >> outcome",)
    assert '@when_failed("a", "a")' in task(flow, "told").decorators


def test_a_deadline_leaves_no_route_without_a_look_at_it() -> None:
    ways = {"on_success": arms(to("b")), "on_failure": (catch(to("b")),)}
    flow = workflow(step("a", **ways), step("b", on_success=arms(FAIL)), deadline=1000)
    assert isinstance(task(flow, "a__route"), Task)
    assert "@in_time()" in task(flow, "b").decorators
