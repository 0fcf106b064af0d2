"""Sets of nodes as bits, and analyses that are made once for several passes."""

from wfc.analysis.latest import KEPT, kept_for_the_latest
from wfc.analysis.node_sets import NodeSet, bits_of, numbered

NUMBERS = numbered(["a", "b", "c"])


def of(*nodes: str) -> NodeSet:
    return NodeSet(bits_of(nodes, NUMBERS), NUMBERS)


def test_a_set_holds_what_it_is_made_of() -> None:
    assert [node in of("a", "c") for node in ("a", "b", "c", "unknown")] == [True, False, True, False]
    assert 0 not in of("a")


def test_sets_are_united_and_intersected() -> None:
    assert of("a", "b") | of("b", "c") == of("a", "b", "c")
    assert of("a", "b") & of("b", "c") == of("b")
    assert of("a").also("c") == of("a", "c") == of("a", "c").also("c")


def test_sets_have_no_limit() -> None:
    numbers = numbered(f"step-{n}" for n in range(10_000))
    last = NodeSet(0, numbers).also("step-9999")
    assert "step-9999" in last
    assert "step-9998" not in last


def test_an_analysis_is_made_once_for_one_thing_and_again_for_its_equal() -> None:
    made: list[list[int]] = []

    @kept_for_the_latest
    def length(of: list[int]) -> int:
        made.append(of)
        return len(of)

    one, same = [1, 2], [1, 2]
    assert [length(one), length(one), length(same), length(one)] == [2, 2, 2, 2]
    assert [of is one for of in made] == [True, False]


def test_only_the_latest_are_kept() -> None:
    made: list[str] = []

    @kept_for_the_latest
    def seen(of: list[str]) -> str:
        made.append(of[0])
        return of[0]

    things = [[str(n)] for n in range(KEPT + 1)]
    for one in things:
        seen(one)
    seen(things[1])
    seen(things[0])
    assert made == ["0", "1", "2", "3", "4", "0"]
