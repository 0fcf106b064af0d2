"""How many elements a loop may have before a run's history is full."""

from tests.support.core import call, chain, const, for_each, parallel, step, undo_by, workflow
from wfc_targets.temporal.limits import limits

ITEMS = const([1, 2])


def messages(*nodes, **changes) -> list[str]:
    return [limit.message for limit in limits(workflow(*nodes, **changes))]


def test_a_workflow_without_loops_has_no_limit() -> None:
    assert messages(step("a")) == []


def test_an_element_of_one_step_is_six_events() -> None:
    [message] = messages(for_each("lines", ITEMS, step("pick")))
    assert message.startswith("`lines` can have about 8,533 elements: each adds up to 6 of the 51,200 events")


def test_what_undoes_a_step_counts_too() -> None:
    [message] = messages(for_each("lines", ITEMS, step("pick", compensation=undo_by("put-back"))))
    assert "about 4,266 elements" in message


def test_branches_count_together() -> None:
    [message] = messages(
        for_each("lines", ITEMS, parallel("both", left=(step("a"),), right=chain(step("b"), step("c"))))
    )
    assert "each adds up to 18" in message


def test_an_inner_loop_is_counted_for_itself() -> None:
    inner = for_each("parts", ITEMS, step("fit"))
    outer, within = messages(for_each("lines", ITEMS, *chain(step("pick"), inner)))
    assert "`lines` can have about 4,266" in outer
    assert "`parts` can have about 8,533" in within


def test_a_called_workflow_has_a_history_of_its_own() -> None:
    child = workflow(*chain(*(step(f"s{at}") for at in range(20))), key="child", name="child_v1")
    [message] = messages(for_each("lines", ITEMS, call("ship", child)), children=(child,))
    assert "each adds up to 9" in message
