"""What is proven of lists of conditions holds in CPython for random values; what is left out, word for word."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.expressions._forms import in_cpython
from tests.expressions._world import read, world
from wfc.analysis.cases import Cases, cases

ATOMS = (
    "input.vip", "not input.vip", "input.kind == 'a'", "input.kind == 'b'", "input.kind in ['a', 'b']",
    "input.total > 10", "input.total >= 10", "input.total <= 10", "input.total < 10", "0 < input.total <= 5",
    "input.total == 10", "input.total != 10", "input.total == 11", "input.total", "input.count < input.total",
    "input.total > input.count", "input.total == input.count", "input.rate <= 1.5", "input.rate > 1.5",
    "1.5 < input.rate", "input.nick is None", "input.nick is not None", "input.nick == 'x'", "input.nick != 'x'",
    "input.nick", "input.flag", "input.flag is None", "input.flag == False", "input.id < 'm'", "input.id >= 'm'",
    "input.id == 'q'", "len(input.tags) == 0", "len(input.tags) > 0", "len(input.tags) >= 2", "input.tags",
    "input.tags[0] == 'a'", "input.tags[0] != 'a'", "'a' in input.tags", "'a' not in input.tags",
    "input.color == Color.RED", "input.color != Color.RED", "steps.get('spare') is not None", "True",
)  # fmt: skip

LISTS = st.lists(
    st.recursive(
        st.sampled_from(ATOMS),
        lambda inner: st.one_of(
            st.builds("({} and {})".format, inner, inner),
            st.builds("({} or {})".format, inner, inner),
            st.builds("not ({})".format, inner),
        ),
        max_leaves=3,
    ),
    min_size=1,
    max_size=4,
)
VALUES = st.fixed_dictionaries(
    {
        "vip": st.booleans(),
        "kind": st.sampled_from("ab"),
        "total": st.sampled_from((-1, 0, 1, 4, 5, 6, 9, 10, 11, 12)),
        "count": st.sampled_from((0, 9, 10, 11)),
        "rate": st.sampled_from((1.0, 1.5, 1.6)),
        "nick": st.sampled_from((None, "", "x", "y")),
        "flag": st.sampled_from((None, True, False)),
        "id": st.sampled_from(("a", "m", "q")),
        "tags": st.sampled_from(([], ["a"], ["b"], ["a", "b"])),
        "color": st.sampled_from(("red", "blue")),
    }
)


def known(*conditions: str) -> Cases:
    """The cases of conditions, given without `lambda`."""
    typed = [read(f"lambda input, steps: {condition}")[0] for condition in conditions]
    return cases([condition for condition in typed if condition is not None])


def first(conditions: list[str], values: dict[str, Any]) -> int | str | None:
    """The place of the first condition that is true, `raises` if one raises before it."""
    seen = world(**values)
    for place, condition in enumerate(conditions):
        found = in_cpython(f"lambda input, steps: bool({condition})", seen)
        if found is True:
            return place
        if found is not False:
            return "raises"
    return None


@settings(deadline=None, derandomize=True, max_examples=200)
@given(LISTS, st.lists(VALUES, min_size=8, max_size=8))
def test_what_is_proven_holds(conditions: list[str], tried: list[dict[str, Any]]) -> None:
    found = known(*conditions)
    if len(found.tests) < len(conditions) or not found.are_few:
        return
    is_exhaustive, idle = not found.left_out(), found.never_decides()
    for values in tried:
        decided = first(conditions, values)
        assert decided not in idle
        if is_exhaustive:
            assert decided is not None
            if decided == "raises":  # not because of the last one: it is never asked
                assert first(conditions[:-1], values) == "raises"


@pytest.mark.parametrize(
    "conditions",
    [
        ("input.total < 10", "input.total >= 10"),
        ("input.total < 10", "10 <= input.total < 20", "20 <= input.total"),
        ("input.total < 10", "input.total == 10", "input.total > 10"),
        ("input.total <= 9", "input.total > 9.5"),
        ("input.kind == 'a'", "input.kind == 'b'"),
        ("input.nick", "not input.nick"),
        ("input.nick is None", "input.nick == 'x'", "input.nick != 'x'"),
        ("input.flag", "input.flag is None", "not input.flag"),
        ("len(input.tags) == 0", "len(input.tags) > 0"),
        ("input.total < input.count", "input.count <= input.total"),
        ("input.vip and input.total > 5", "not input.vip", "input.total <= 5"),
        ("input.tags[0] == 'a'", "input.tags[0] != 'a'"),
        ("input.id < 'm'", "input.id >= 'm'"),
        ("True",),
    ],
    ids=", ".join,
)
def test_exhaustive(conditions: tuple[str, ...]) -> None:
    assert known(*conditions).left_out() == ()


@pytest.mark.parametrize(
    ("conditions", "left_out"),
    [
        (("input.total < 10", "input.total > 10"), ("input.total == 10",)),
        (("input.total < 10", "input.total > 12"), ("input.total == 10", "input.total == 11", "input.total == 12")),
        (("input.rate < 1", "input.rate > 2"), ("input.rate == 1", "1 < input.rate < 2", "input.rate == 2")),
        (("input.kind == 'a'",), ("input.kind == 'b'",)),
        (("input.nick == 'x'", "input.nick is None"), ("input.nick != 'x'",)),
        (("input.id in ['a', 'b']",), ("input.id not in ['a', 'b']",)),
        (("input.vip and input.kind == 'a'", "not input.vip"), ("input.vip and input.kind == 'b'",)),
        (("input.vip", "input.flag is None"), ("not input.vip and input.flag", "not input.vip and not input.flag")),
        (("input.total < input.count",), ("input.count < input.total", "input.count == input.total")),
        (("'a' in input.tags",), ("not ('a' in input.tags)",)),
        (("input.vip", "input.tags[0] == 'a' or input.tags[0] != 'a'"), ("not input.vip and `input.tags[0]` raises",)),
        (("len(input.tags) > 1",), ("len(input.tags) == 1", "len(input.tags) < 1")),
    ],
    ids=", ".join,
)  # fmt: skip
def test_left_out(conditions: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    assert set(known(*conditions).left_out()) == set(left_out)


@pytest.mark.parametrize(
    ("conditions", "idle"),
    [
        (("input.total > 10", "input.total > 20"), (1,)),
        (("input.total > 20", "input.total > 10"), ()),
        (("input.total > 20 and input.total < 10",), (0,)),
        (("input.kind == 'a'", "input.kind == 'b'", "input.total > 1"), (2,)),
        (("input.vip", "not input.vip", "input.total > 1"), (2,)),
        (("len(input.tags) < 0",), (0,)),
        (("input.nick is None", "input.nick == 'x'"), ()),
    ],
    ids=str,
)
def test_never_decides(conditions: tuple[str, ...], idle: tuple[int, ...]) -> None:
    assert known(*conditions).never_decides() == idle


def test_nothing_is_said_of_too_many_cases() -> None:
    many = [f"input.{name} == {value}" for name in ("total", "count", "big") for value in range(18)]
    assert not known(*many).are_few
