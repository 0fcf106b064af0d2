"""What a run has room for on Temporal: payloads, history, activities at once, elements of a loop."""

from dataclasses import replace

import pytest

from tests.support.bounded import LINES, over_lines, text_model, yielding
from tests.support.core import (
    arms,
    call,
    chain,
    choice,
    const,
    for_each,
    name,
    operation,
    parallel,
    step,
    to,
    undo_by,
    workflow,
)
from wfc.diagnostics import Severity
from wfc.ir.nodes import Poll
from wfc.ir.types import ModelRef
from wfc_targets.temporal.limits import limits

ITEMS = name("input.lines")
"""A list that nothing bounds."""
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def found(workflow) -> list[tuple[Severity, str]]:
    return [(limit.severity, limit.message) for limit in limits(workflow)]


def messages(*nodes, **changes) -> list[str]:
    return [message for _, message in found(workflow(*nodes, **changes))]


def test_a_workflow_without_loops_has_no_limit() -> None:
    assert messages(step("a")) == []


def test_an_element_of_one_step_is_six_events() -> None:
    [message] = messages(for_each("lines", ITEMS, step("pick"), max_concurrency=10))
    assert message.startswith("`lines` can have about 8,533 elements: each adds up to 6 of the 51,200 events")


def test_what_undoes_a_step_counts_too() -> None:
    [message] = messages(for_each("lines", ITEMS, step("pick", compensation=undo_by("put-back")), max_concurrency=9))
    assert "about 4,266 elements" in message


def test_branches_count_together() -> None:
    both = parallel("both", left=(step("a"),), right=chain(step("b"), step("c")))
    [message] = messages(for_each("lines", ITEMS, both, max_concurrency=9))
    assert "each adds up to 18" in message


def test_of_ways_that_exclude_each_other_the_longest_counts() -> None:
    ways = choice("way", (const(True), to("a")), to("b"))
    body = (ways, step("a"), step("b", on_success=arms(to("c"))), step("c"))
    [message] = messages(for_each("lines", ITEMS, *body, max_concurrency=9))
    assert "each adds up to 12" in message


def test_an_inner_loop_is_counted_for_itself() -> None:
    inner = for_each("parts", ITEMS, step("fit"), max_concurrency=1)
    outer, within = messages(for_each("lines", ITEMS, *chain(step("pick"), inner), max_concurrency=1))
    assert "`lines` can have about 4,266" in outer
    assert "`parts` can have about 8,533" in within


def test_a_called_workflow_has_a_history_of_its_own() -> None:
    child = workflow(*chain(*(step(f"s{at}") for at in range(20))), key="child", name="child_v1")
    [message] = messages(for_each("lines", ITEMS, call("ship", child), max_concurrency=1), children=(child,))
    assert "each adds up to 9" in message


def test_without_max_concurrency_all_of_them_wait_at_once() -> None:
    [limit] = limits(workflow(for_each("lines", ITEMS, step("pick"))))
    assert "`lines` can have about 2,000 elements at once" in limit.message
    assert limit.help == "set `max_concurrency`, with which it can have about 8,533"


@pytest.mark.parametrize(("most", "severity"), [(2000, None), (2001, WARNING), (8000, WARNING)])
def test_activities_at_once(most, severity) -> None:
    seen = found(over_lines(for_each("lines", LINES, step("pick")), most=most))
    assert [one for one, _ in seen] == ([] if severity is None else [severity])
    assert all(f"may have {most:,} activities at work at once, and Temporal takes 2,000" in text for _, text in seen)


def test_activities_at_once_are_as_many_as_max_concurrency_lets_there_be() -> None:
    two = parallel("both", left=(step("a"),), right=(step("b"),))
    assert found(over_lines(for_each("lines", LINES, two, max_concurrency=1000), most=3000)) == []
    [(_, message)] = found(over_lines(for_each("lines", LINES, two, max_concurrency=1001), most=3000))
    assert "2,002 activities" in message


@pytest.mark.parametrize(
    ("least", "most", "severity"), [(0, 8532, None), (0, 8533, WARNING), (0, 50_000, WARNING), (17_067, 17_067, ERROR)]
)
def test_events_of_a_bounded_loop(least, most, severity) -> None:
    """6 for each element and 5 for the run: 51,197 for 8,532 elements. At least 3 and 1: 51,202 for 17,067."""
    seen = found(over_lines(for_each("lines", LINES, step("pick"), max_concurrency=10), least=least, most=most))
    assert [one for one, _ in seen] == ([] if severity is None else [severity])


def test_events_of_polls() -> None:
    often = Poll(until=name("output"), every=1000, timeout=24 * 3_600_000, max_polls=None)
    [(severity, message)] = found(workflow(step("ready", poll=often)))
    assert severity is WARNING
    assert "may write 950,400 events" in message
    rarely = Poll(until=name("output"), every=1000, timeout=24 * 3_600_000, max_polls=100)
    assert found(workflow(step("ready", poll=rarely))) == []


@pytest.mark.parametrize(
    ("least", "most", "severity"),
    [
        (0, 2_097_141, None),
        (0, 2_097_142, WARNING),
        (0, None, None),
        (2_097_141, None, None),
        (2_097_142, None, ERROR),
        (3_000_000, 4_000_000, ERROR),
    ],
)
def test_payloads(least, most, severity) -> None:
    seen = found(yielding(text_model("m:Text", least, most)))
    assert [one for one, _ in seen] == ([] if severity is None else [severity])


@pytest.mark.parametrize(("most", "severities"), [(52, []), (53, [WARNING]), (1000, [WARNING])])
def test_bytes_of_a_history(most, severities) -> None:
    """A million bytes for each element, of the 52,428,800."""
    text = text_model("m:Text", 0, 1_000_000 - 11)
    pick = operation("pick", output=ModelRef("m:Text"))
    flow = over_lines(for_each("lines", LINES, step("pick"), max_concurrency=9), most=most, operations=(pick,))
    assert [one for one, _ in found(replace(flow, models=(*flow.models, text)))] == severities
