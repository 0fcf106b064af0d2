"""What stands beside the flow in generated code: promises that are watched, the deadline, events, and who is told of a
failed run. Each is there only where the spec has it, and only where it counts.
"""

import re
from dataclasses import replace

from tests.support.core import (
    ANY,
    SUCCEED,
    arms,
    chain,
    const,
    for_each,
    operation,
    retry,
    sla,
    step,
    undo_by,
    workflow,
)
from wfc.ir.nodes import Node, Receive
from wfc.ir.policies import Escalate
from wfc.source import NOWHERE
from wfc_targets.temporal.emit import emit
from wfc_targets.temporal.lower import lower

HOUR = 3_600_000
PAGE = operation("page")
WATCHED = replace(
    sla(60_000, "page"), in_flight=True, escalate=(Escalate(after=120_000, operation="page", span=NOWHERE),)
)
TOLD = step("told", operation="page")


def receive(id: str, timeout: int | None = None) -> Receive:
    return Receive(
        id=id, description="", event="parcel.scanned", correlate=const("p-1"), payload=ANY, timeout=timeout,
        on_success=arms(SUCCEED), on_failure=(), handler=False, span=NOWHERE,
    )  # fmt: skip


def files(*nodes: Node, **changes) -> tuple[str, str]:
    """The workflow and its support module."""
    emitted = emit(lower(workflow(*nodes, operations=(PAGE,), **changes)))
    return emitted["test_flow_v1/workflows.py"].decode(), emitted["test_flow_v1/support.py"].decode()


def call_at(address: str, flow: str) -> str:
    """The one call of an activity at an address, from its function to its summary."""
    calls = re.findall(r"activities\.\w+,.*?summary=[^\n]*", flow, re.DOTALL)
    [found] = [call for call in calls if re.search(rf'summary=.*"{re.escape(address)}"', call)]
    return found


def test_a_promise_that_is_watched_says_whom_to_tell_and_when() -> None:
    flow, support = files(step("a", sla=WATCHED))
    assert '":alert": (timedelta(minutes=1), self._alert)' in flow
    assert '":alert:1": (timedelta(minutes=2), self._alert)' in flow
    assert "await run_to_end(self._run.messages_sent())" in flow
    assert "async def _watch" in support


def test_a_promise_looked_at_in_the_end_costs_no_timer() -> None:
    flow, support = files(step("a", sla=sla(60_000, "page")))
    assert "in_flight" not in flow
    assert "_watch" not in support


def test_the_run_s_own_promise_is_watched_around_its_compensations() -> None:
    flow, _ = files(step("a", compensation=undo_by("b")), sla=WATCHED)
    run, to_end = flow.split("async def _to_end")
    assert "in_flight={" in run and "compensate" not in run
    assert "compensate" in to_end


def test_an_element_is_told_of_by_its_index() -> None:
    flow, support = files(for_each("lines", const([1, 2]), step("a", sla=WATCHED)))
    assert 'self._run.step(\n            f"a[{index}]",' in flow
    assert '"index": int(indexes[-1]) if indexes else None' in support


def test_a_deadline_bounds_what_goes_forward_and_nothing_else() -> None:
    a = step("a", compensation=undo_by("b"), sla=sla(60_000, "page"))
    flow, _ = files(a, deadline=HOUR, after_compensation=TOLD)
    assert "schedule_to_close_timeout=self._run.time_left()" in call_at("a", flow)
    assert "schedule_to_close_timeout" not in call_at("a:undo", flow) + call_at("told", flow)
    [alert] = re.findall(r"async def _alert.*", flow, re.DOTALL)
    assert "schedule_to_close_timeout" not in alert


def test_delays_are_timers_where_a_deadline_can_end_them() -> None:
    a = step("a", retry=(retry(3),), compensation=undo_by("b", retry=(retry(3),)))
    assert "A_RETRY = RetryPolicy(" in files(a)[0]
    flow, _ = files(a, deadline=HOUR)
    assert "A_RETRY = (\n    Retry(" in flow and "delay=self._run.delay" in flow
    assert "UNDO_RETRY = RetryPolicy(" in flow


def test_no_edge_can_catch_a_deadline() -> None:
    """Edges are `except StepFailed`; a deadline is a plain RunFailed."""
    _, support = files(step("a"), deadline=HOUR)
    assert 'raise RunFailed("Deadline", "", step) from err' in support
    assert 'StepFailed("Deadline"' not in support
    assert "Deadline" not in files(step("a"))[1].replace("TooLarge Crashed Deadline", "")


def test_whatever_is_called_on_the_way_forward_is_noted_for_who_is_told() -> None:
    a = step("a", compensation=undo_by("b"))
    flow, _ = files(*chain(a, step("c", sla=sla(60_000, "page"))), after_compensation=TOLD)
    noted = re.findall(r'self\._run\.calling\("(\S+)"\)', flow)
    assert noted == ["a", "c"]
    assert flow.index("self._run.compensate()") < flow.index("self._run.tell(")


def test_nobody_notes_calls_where_nobody_is_told() -> None:
    flow, support = files(step("a", compensation=undo_by("b")))
    assert "calling" not in flow + support
    assert "async def tell" not in support


def test_events_of_all_steps_come_by_one_signal() -> None:
    flow, _ = files(*chain(receive("first"), receive("second", timeout=HOUR)))
    assert flow.count("@workflow.signal") == 1
    first, second = re.findall(r"self\._run\.receive\([^)]*\)", flow)
    assert "timeout" not in first and "timeout=timedelta(hours=1" in second


def test_who_waits_for_nothing_listens_to_nothing() -> None:
    flow, support = files(step("a"))
    assert "workflow.signal" not in flow
    assert "keep_event" not in support
