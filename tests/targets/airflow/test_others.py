"""People and other workflows on Airflow: decisions, windows that end, children that fail and are undone."""

from dataclasses import replace

import pytest

from tests.support.core import (
    FAIL,
    SUCCEED,
    arms,
    bad,
    call,
    catch,
    chain,
    const,
    for_each,
    name,
    ok,
    output_of,
    retry,
    show,
    sla,
    step,
    to,
    undo_by,
)
from tests.targets.airflow.playing import play, run, workflow
from wfc.ir.nodes import Approval, Decision
from wfc.scenario.model import Answer, Reply
from wfc.source import NOWHERE
from wfc_targets.airflow.engine.client import AirflowEngine

pytestmark = pytest.mark.engine

UNDO = undo_by("undo")


def approval(id: str, *fails: Decision, timeout: int | None = 60_000) -> Approval:
    return Approval(
        id=id, description="", notify="tell", inputs=None, retry=(retry(2),), notify_timeout=None, form=None,
        timeout=timeout, remind=None, fails=fails, on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        Answer(decision="approved", by="lena", comment="fine", after=1000),
        Answer(decision="rejected", after=60_000),
        Answer(decision="approved", after=60_001),
        None,
    ],
)
@pytest.mark.parametrize("fails", [(), ("rejected", "timeout")])
def test_a_decision_is_the_output_or_the_failure(
    engine: AirflowEngine, answer: Answer | None, fails: tuple[Decision, ...]
) -> None:
    steps = chain(step("a", compensation=UNDO), approval("sign", *fails), step("b"))
    flow = workflow(*steps, result=output_of("sign"), sla=sla(59_999))
    approvals = {"sign": answer} if answer else {}
    _, found = play(engine, flow, approvals, **{"sign:notify": [bad(), ok()]})
    assert found == ()


def test_a_notice_that_fails_is_the_approvals_failure(engine: AirflowEngine) -> None:
    asked = replace(approval("sign"), on_failure=(catch(to("mend"), "Down"),), on_success=arms(SUCCEED))
    flow = workflow(asked, step("mend", on_success=arms(FAIL)))
    journal, found = run(engine, flow, **{"sign:notify": [bad()]})
    assert journal.error is not None and (journal.error.type, journal.error.step) == ("Down", "sign")
    assert found == ()


def test_everybody_is_asked_for_every_element(engine: AirflowEngine) -> None:
    flow = workflow(for_each("every", const([1, 2]), approval("sign", "rejected")))
    approvals = {"sign[0]": Answer(decision="approved", after=5000), "sign[1]": Answer(decision="rejected", after=1000)}
    journal, found = play(engine, flow, approvals)
    assert journal.error is not None and journal.error.step == "sign[1]"
    assert found == ()


def test_a_child_runs_and_its_output_comes_back(engine: AirflowEngine) -> None:
    result = show(y=output_of("y"), run=name("run.id"))
    child = workflow(*chain(step("x"), step("y")), key="child", name="child_v1", result=result)
    steps = chain(call("ship", child, compensation=UNDO), step("b"))
    flow = workflow(*steps, result=output_of("ship"), children=(child,))
    journal, found = run(engine, flow, **{"ship/y": [ok("done")]})
    assert journal.output == {"y": "done", "run": "<run>/ship"}
    assert found == ()
    _, found = run(engine, flow, b=[bad()])
    assert found == ()


@pytest.mark.parametrize("undo", [ok(), bad("Stuck")])
def test_a_child_that_fails_has_undone_itself(engine: AirflowEngine, undo: Reply) -> None:
    child = workflow(*chain(step("x", compensation=UNDO), step("y")), key="child", name="child_v1")
    ship = replace(call("ship", child), on_failure=(catch(to("mend"), "Down"),))
    flow = workflow(ship, step("mend", on_success=arms(FAIL)), children=(child,))
    journal, found = run(engine, flow, **{"ship/y": [bad("Down", "child")], "ship/x:undo": [undo]})
    assert journal.error is not None and (journal.error.message, journal.error.step) == ("child", "ship")
    assert found == ()


def test_children_for_every_element(engine: AirflowEngine) -> None:
    child = workflow(step("x"), key="child", name="child_v1", result=output_of("x"))
    every = for_each("every", const([1, 2]), call("ship", child, compensation=UNDO))
    flow = workflow(every, children=(child,), result=name("run.trigger"))
    _, found = run(engine, flow)
    assert found == ()
    _, found = run(engine, flow, **{"ship[1]/x": [bad()]})
    assert found == ()
