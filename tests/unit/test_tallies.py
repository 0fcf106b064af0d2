"""What a run adds up to: the least on the shortest way to success, the most on the longest way of all."""

from tests.support.core import (
    SUCCEED,
    arms,
    catch,
    chain,
    const,
    fail,
    for_each,
    name,
    parallel,
    step,
    to,
    workflow,
)  # fmt: skip
from wfc.analysis.sizes import Size, Sizes
from wfc.analysis.tallies import Tally, most_polls, tally, width
from wfc.ir.nodes import Node, Poll, Step, Workflow

NOTHING = Size(0, 0)


def of_steps(least: int, most: int | None = None):
    """What each step adds, and nothing else does."""
    return lambda node: Size(least, least if most is None else most) if isinstance(node, Step) else NOTHING


def added(*nodes: Node, costs=of_steps(2, 3), each: int = 0) -> Tally:  # noqa: B008
    flow: Workflow = workflow(*nodes)
    return tally(flow, costs, Sizes(flow), each)


def test_a_chain_is_the_sum_of_its_steps() -> None:
    found = added(*chain(step("a"), step("b")))
    assert (found.least, found.most) == (4, 6)
    assert found.lines == (f"{'a':<20} 3", f"{'b':<20} 3")


def test_the_least_is_on_the_shortest_way_to_success_and_the_most_on_the_longest() -> None:
    first = step("a", on_success=arms((const(True), SUCCEED), to("b")))
    found = added(first, step("b"))
    assert (found.least, found.most) == (2, 6)
    assert added(step("a", on_success=arms(fail("No")))).least is None


def test_a_failure_that_is_handled_may_have_added_nothing() -> None:
    found = added(step("a", on_failure=(catch(to("b")),)), step("b"))
    assert (found.least, found.most) == (2, 6)


def test_branches_are_added_and_a_branch_that_cannot_succeed_leaves_no_least() -> None:
    both = parallel("both", one=(step("a"),), other=chain(step("b"), step("c")))
    found = added(both)
    assert (found.least, found.most) == (6, 9)
    assert found.lines == (f"{'both':<20} 2 branches: 9",)
    assert added(parallel("both", one=(step("a", on_success=arms(fail("No"))),), other=(step("b"),))).least is None


def test_a_loop_adds_its_body_and_what_each_element_costs_beside() -> None:
    found = added(for_each("each", const([1, 2, 3]), step("a")), each=5)
    assert (found.least, found.most) == (3 * (2 + 5), 3 * (3 + 5))
    assert found.lines == (f"{'each':<20} 3 elements x 8: 24",)
    assert added(for_each("each", const([1, 2, 3]), step("a")), costs=of_steps(0), each=5).least == 15


def test_a_loop_that_nothing_bounds_counts_for_one_element_and_may_have_none() -> None:
    found = added(for_each("each", name("input.lines"), step("a")), each=5)
    assert (found.least, found.most) == (0, 8)


def test_a_loop_whose_body_cannot_succeed_has_a_least_only_without_elements() -> None:
    stuck = step("a", on_success=arms(fail("No")))
    assert added(for_each("each", const([1]), stuck)).least is None
    assert added(for_each("each", name("input.lines"), stuck)).least == 0


def test_eight_lines_are_shown_and_the_rest_is_counted() -> None:
    assert len(added(*chain(*(step(f"s{n}") for n in range(8)))).lines) == 8
    nine = added(*chain(*(step(f"s{n}") for n in range(9)))).lines
    assert len(nine) == 8
    assert nine[-1] == "and 2 more"


def polling(every: int, timeout: int, max_polls: int | None = None) -> Poll:
    return Poll(until=const(True), every=every, timeout=timeout, max_polls=max_polls)


def test_polls_that_fit_into_the_time() -> None:
    assert most_polls(None) == 0
    assert most_polls(polling(every=5000, timeout=60_000)) == 11
    assert most_polls(polling(every=5000, timeout=60_001)) == 12
    assert most_polls(polling(every=0, timeout=3)) == 2
    assert most_polls(polling(every=5000, timeout=60_000, max_polls=3)) == 2
    assert most_polls(polling(every=5000, timeout=10_000, max_polls=30)) == 1
    assert most_polls(polling(every=5000, timeout=0)) == 0


def wide(*nodes: Node, costs=of_steps(1)) -> int | None:  # noqa: B008
    flow: Workflow = workflow(*nodes)
    return width(flow, costs, Sizes(flow)).most


def test_what_goes_on_at_once() -> None:
    assert wide(*chain(step("a"), step("b"))) == 1
    assert wide(parallel("both", one=(step("a"),), other=(step("b"),))) == 2
    assert wide(for_each("each", const([1, 2, 3]), step("a"))) == 3
    assert wide(for_each("each", const([1, 2, 3]), step("a"), max_concurrency=2)) == 2
    assert wide(for_each("each", name("input.lines"), step("a"))) is None
    assert wide(for_each("each", name("input.lines"), step("a"), max_concurrency=4)) == 4
    assert wide(for_each("each", name("input.lines"), step("a")), costs=of_steps(0)) == 0
    assert wide(parallel("both", one=(for_each("each", name("input.lines"), step("a")),))) is None
