"""Writes random lambdas that the compiler should admit, as text, and random values for them to see."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.expressions._world import World, line, world

Draw = Callable[[Any], Any]


def _forms() -> Iterator[tuple[str, str]]:
    kind = ""
    for written in Path(__file__).with_name("forms.txt").read_text("utf-8").splitlines():
        if written.startswith("## "):
            kind = written[3:]
        elif written and not written.startswith("# "):
            yield kind, written


LEAVES: dict[str, list[str]] = defaultdict(list)
FORMS: dict[str, list[str]] = defaultdict(list)
for _kind, _form in _forms():
    (LEAVES if _form.startswith(". ") else FORMS)[_kind].append(_form.removeprefix(". "))


@st.composite
def lambdas(draw: Draw) -> str:
    """`lambda input, ...: <any expression>`."""
    budget = [draw(st.integers(0, 7))]
    body = _expression(draw, "any", budget)
    return f"lambda input, ctx, steps, run, error, key: {body}"


def _expression(draw: Draw, kind: str, budget: list[int]) -> str:
    if kind in LEAVES and (budget[0] <= 0 or draw(st.integers(0, 3)) == 0):
        return str(draw(st.sampled_from(LEAVES[kind])))
    budget[0] -= 1
    return _filled(draw, draw(st.sampled_from(FORMS[kind])), budget)


# What stands in the braces of an f-string: names only, since Python 3.11 cannot nest quotes there.
NAMED = {"int": "input.total", "float": "input.rate", "str": "input.id", "bool": "input.vip", "x": "x"}


def _filled(draw: Draw, form: str, budget: list[int]) -> str:
    """The form with an expression for each `{kind}` and a name for each `<kind:spec>`."""

    def one(found: re.Match[str]) -> str:
        if found["brace"]:
            return found["brace"][0]
        if found["kind"]:
            return f"({_expression(draw, found['kind'], budget)})"
        return "{" + NAMED.get(found["name"], f"input.{found['name']}") + (found["spec"] or "") + "}"

    return PART.sub(one, form)


PART = re.compile(r"(?P<brace>{{|}})|{(?P<kind>\w+)}|<(?P<name>\w+)(?P<spec>:[^> ]*>?\d*[df,%]*)?>")


ALPHABET = "aB-,é\"'\\ {}%$`\n😀1"
RATES = [0.0, 0.1, 0.5, 1.0, 1.005, 2.5, 2.675, 1.115, -0.125, -2.5, -0.001, 1e-7, 123456.785, 3.5, 0.045]


def worlds() -> st.SearchStrategy[World]:
    """Values with everything that is missing, empty, alone, nested or odd."""
    return st.integers(0, 2**32).map(lambda seed: _world(Random(seed)))


def _world(random: Random) -> World:
    def text() -> str:
        return "".join(random.choices(ALPHABET, k=random.randint(0, 5)))

    def number() -> int:
        return random.randint(-9, 9)

    def some(make: Callable[[], Any], most: int = 2) -> list[Any]:
        return [make() for _ in range(random.randint(0, most))]

    def maybe(make: Callable[[], Any]) -> Any:
        return make() if random.random() < 0.7 else None

    def by_key(keys: list[str], make: Callable[[], Any]) -> dict[str, Any]:
        return {key: make() for key in keys if random.random() < 0.5}

    def one_line() -> dict[str, Any]:
        return line(sku=text(), unitPrice=random.choice(RATES), qty=number(), note=maybe(text))

    outputs = {"quote": one_line(), "ship-it": text()} | ({"spare": one_line()} if random.random() < 0.5 else {})
    return world(
        outputs,
        id=text(),
        lines=some(one_line),
        total=number(),
        count=number(),
        rate=random.choice(RATES),
        vip=random.random() < 0.5,
        nick=maybe(text),
        limit=maybe(number),
        flag=maybe(lambda: random.random() < 0.5),
        child=maybe(one_line),
        tags=some(text),
        nums=some(number, 3),
        rates=some(lambda: random.choice(RATES), 3),
        opts=some(lambda: maybe(number)),
        grid=some(lambda: some(number)),
        maybe=maybe(lambda: some(text, 1)),
        meta=by_key(["a", "b-c", "k", "x y"], number),
        names=by_key(["x", "é`"], text),
        parts=by_key(["p", "q r"], one_line),
        raw=random.choice([{"a": {"b": "x"}}, {"a": {"b": 1}}, {"a": []}, [1], "s", None, {"a": None}]),
    )
