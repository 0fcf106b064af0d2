"""From states back to the addresses of the spec, with the indexes that a state's input has."""

import pytest

from tests.support.core import call, const, for_each, parallel, step, undo_by, workflow
from wfc.ir.nodes import Approval, Workflow
from wfc_targets.stepfunctions.names import alert, decision, decision_after, remind, undo, undo_guard
from wfc_targets.stepfunctions.sites import address_at, call_sites, node_of

LONG = "x" * 64


def flow() -> Workflow:
    child = workflow(step("label"), key="child")
    inner = for_each("lines", const([]), step("bill"))
    sign = Approval(
        id="sign", description="", notify="ask", inputs=None, retry=(), notify_timeout=None, form=None, timeout=None,
        remind=None, fails=(), on_success=(), on_failure=(), handler=False, span=inner.span,
    )  # fmt: skip
    return workflow(
        step("charge"),
        step("undo"),
        step(LONG),
        parallel("both", left=(step("seat", compensation=undo_by("free")),), right=(sign,)),
        for_each("orders", const([]), step("ship"), inner),
        call("pack", child),
        children=(child,),
    )


@pytest.mark.parametrize(
    ("state", "address"),
    [
        ("charge", "charge"),
        (undo("charge"), "charge:undo"),
        (undo("undo"), "undo:undo"),
        (alert("charge", "ship"), "charge:alert"),
        (alert(LONG, undo_guard("y" * 64)), f"{LONG}:alert"),
        ("Alert", ":alert"),
        ("Alert of failure", ":alert"),
        (undo("seat"), "seat:undo"),
        ("ship", "ship[4]"),
        (undo("ship"), "ship[4]:undo"),
        ("bill", "bill[7][4]"),
        (alert("bill", "ship"), "bill[7][4]:alert"),
        ("sign", "sign:notify"),
        (remind("sign"), "sign:remind"),
        (decision("sign"), "sign"),
        ("pack", "pack"),
        ("tell-operators", "tell-operators"),
    ],
)
def test_a_state_that_calls_has_an_address(state: str, address: str) -> None:
    sites = call_sites(flow(), {"States": {state: {"Type": "Task"}}})
    assert address_at(sites[state], {"ordersIndex": 7, "index": 4}) == address


def test_an_approval_is_several_states() -> None:
    assert {node_of(state) for state in ("sign", decision("sign"), decision_after("sign"))} == {"sign"}
