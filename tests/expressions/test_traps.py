"""The places where Python and JSONata part ways, one by one: every form must give what CPython gives."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.expressions._forms import FAILS, agree
from tests.expressions._world import World, line, read, world

SEEN = world(
    lines=[line(), line(sku="zz", qty=0, note="n")],
    tags=["a", "b"],
    nums=[3],
    opts=[None],
    grid=[[1]],
    meta={"a": 1, "b-c": 2},
    names={"x": "y"},
    parts={"p": line()},
    total=-7,
    count=2,
    rate=2.675,
    nick="Bo",
    child=line(),
    maybe=[],
    raw={"a": {"b": "x"}, "list": ["q"], "text": "pq"},
)


def traps() -> Iterator[tuple[str, str, object]]:
    """What each is about, the body of its lambda, and what must come of it."""
    story = ""
    for written in Path(__file__).with_name("traps.txt").read_text("utf-8").splitlines():
        if written.startswith("## "):
            story = written[3:]
        elif written and not written.startswith("# "):
            body, _, expected = written.rpartition("  =>  ")
            yield story, body, FAILS if expected == "fails" else json.loads(expected)


@pytest.mark.parametrize(
    ("body", "expected"), [pytest.param(body, expected, id=f"{story}: {body}") for story, body, expected in traps()]
)
def test_every_form_agrees_with_cpython(body: str, expected: object) -> None:
    text = f"lambda input, ctx, steps, run, error, key: {body}"
    expr, found = read(text)
    assert expr is not None, found
    agree(text, expr, SEEN, expected)


def test_an_error_or_step_that_may_be_absent_is_read_behind_a_test() -> None:
    spare = "steps.get('spare').output.sku if steps.get('spare') else ''"
    text = f"lambda steps, error: [error.message if error else '', {spare}]"
    expr, _ = read(text)
    assert expr is not None
    absent = world()
    error, outputs = {"type": "T", "message": "m", "step": None}, absent.outputs | {"spare": line(sku="sp")}
    agree(text, expr, absent, ["", ""])
    agree(text, expr, World(absent.roots | {"error": error}, outputs), ["m", "sp"])
