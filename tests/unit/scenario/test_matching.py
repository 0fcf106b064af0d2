"""Which orders of calls a scenario accepts."""

import pytest

from tests.support.core import call, chain, const, for_each, parallel, step, workflow
from wfc.scenario.compare import concurrency
from wfc.scenario.matching import matches

CHILD = workflow(*chain(step("label"), step("post")), key="test.child")
SHOP = workflow(
    *chain(
        step("open"),
        parallel("both", left=chain(step("a"), step("b")), right=(step("c"),)),
        for_each("each", const([1, 2]), *chain(step("x"), step("y"), call("ship", CHILD))),
        step("close"),
    ),
    children=(CHILD,),
)
ACTUAL = ["open", "a", "c", "b", "x[0]", "x[1]", "y[1]", "y[1]", "ship[1]/label", "y[0]", "close", "b:undo", "a:undo"]


def accepts(expected: str, actual: list[str] = ACTUAL) -> bool:
    return matches(expected.split(), actual, concurrency(SHOP))


@pytest.mark.parametrize(
    "expected",
    [
        "open a c b x x y y ship/label y close b:undo a:undo",
        "open c a b x y y ship/label x y close b:undo a:undo",
        "open a b c x y x y y ship/label close b:undo a:undo",
        "open a b c x[1] y[1] y[1] ship[1]/label x[0] y[0] close b:undo a:undo",
        "open a b c x[0] y[0] x y y ship/label close b:undo a:undo",
    ],
)
def test_calls_of_branches_and_elements_may_be_interleaved_in_any_way(expected):
    assert accepts(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "open b c a x x y y ship/label y close b:undo a:undo",  # b before a of its own branch
        "open a c x b x y y ship/label y close b:undo a:undo",  # x before the join
        "open a c b x y ship/label y y x close b:undo a:undo",  # the label only after two y of one element
        "open a c b x x y y ship/label y close a:undo b:undo",  # compensations keep their order
        "open a c b x[0] y[0] y[0] ship[0]/label x[1] y[1] close b:undo a:undo",  # the other element
        "open a c b x x y y ship/label y close b:undo",  # one is missing
        "open a c b x x y y ship/label y close close b:undo a:undo",
    ],
)
def test_but_each_keeps_its_own_order(expected):
    assert not accepts(expected)


def test_alerts_and_reminders_may_stand_anywhere_but_must_be_there():
    actual = ["open", "x[0]", "x[0]:alert", "x[1]", "x[1]:alert:1", "x[1]:remind"]
    assert accepts("x:alert x[1]:alert:1 open x x x:remind", actual)
    assert not accepts("open x x x:alert x:alert x:remind", actual)
    assert not accepts("open x x x:alert x:alert:1", actual)


def test_many_equal_elements_are_matched_in_no_time():
    actual = [f"x[{n}]" for n in range(40)] + [f"y[{n}]" for n in range(40)]
    assert accepts("x y " * 40, actual)
    assert not accepts("x y " * 39 + "y x", actual)
