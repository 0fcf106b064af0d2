"""C1, C2: one static chain for all points of failure, with a question only where they disagree."""

from wfc.ir.nodes import Undo
from wfc_targets.stepfunctions.chain import Link, entry, links, merged, surely, without
from wfc_targets.stepfunctions.flow import Undone

ORDER = ("c", "b", "a")


def due(text: str) -> Undone:
    """`"b? a"`: b perhaps, then a for certain."""
    return tuple(Undo(step=one.rstrip("?"), certain=not one.endswith("?")) for one in text.split())


def drawn(*points: str) -> list[str]:
    return [draw(link) for link in links([due(point) for point in points], ORDER, "Failed")]


def draw(link: Link) -> str:
    if link.otherwise is None:
        return f"{link.step} -> {link.next}"
    return f"{link.step}? -> {link.next} | {link.otherwise}"


def test_nothing_due_ends_at_once() -> None:
    assert entry((), "Failed") == "Failed"
    assert drawn("") == []


def test_a_saga_is_one_chain_that_failures_enter_where_they_are() -> None:
    assert drawn("a", "b a", "c b a") == ["c -> undo b", "b -> undo a", "a -> Failed"]
    assert [entry(due(point), "Failed") for point in ("a", "b a", "c b a")] == ["undo a", "undo b", "undo c"]


def test_what_perhaps_ran_is_asked_for() -> None:
    assert drawn("b? a") == ["b? -> undo b | undo a", "b -> undo a", "a -> Failed"]


def test_points_that_disagree_below_a_state_meet_in_a_question() -> None:
    """Behind c one path has done b, the other has not."""
    assert drawn("c b a", "c a") == ["c -> undo b?", "b? -> undo b | undo a", "b -> undo a", "a -> Failed"]


def test_a_point_that_is_sure_does_not_ask() -> None:
    """It goes to the undoing itself, past the question that others need."""
    assert entry(due("b a"), "Failed") == "undo b"
    assert drawn("b a", "b?") == ["b? -> undo b | Failed", "b -> undo a?", "a? -> undo a | Failed", "a -> Failed"]


def test_a_loop_that_is_asked_about_may_be_denied_by_a_point_that_counts_it_as_certain() -> None:
    """Its Map would find nothing to undo, so a point counts it as certain though it may never have begun."""
    points = [due("c? b a?"), due("c")]
    asked = [draw(link) for link in links(points, ORDER, "Failed", loops={"b"})]
    assert asked == [
        "c? -> undo c | undo b", "c -> undo b?", "b? -> undo b | undo a?", "b -> undo a?", "a? -> undo a | Failed",
        "a -> Failed",
    ]  # fmt: skip


def test_points_meet_at_the_end_of_the_run() -> None:
    assert merged([due("c a"), due("b a")], ORDER) == due("c? b? a")


def test_an_attempt_is_known_or_not() -> None:
    assert surely(due("b? a"), "b") == due("b a")
    assert without(due("b? a"), "b") == due("a")
