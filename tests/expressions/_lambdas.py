"""Writes random lambdas that the compiler should admit, as text, and random values for them to see."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.expressions._world import World, line, world

Draw = Callable[[Any], Any]

LEAVES: dict[str, list[str]] = {
    "int": ["input.total", "input.count", "LIMIT", "0", "1", "-3", "7", "ctx.qty", 'steps["quote"].output.qty', "len(input.tags)"],
    "float": ["input.rate", "ctx.price", "0.5", "-2.5", "2.675", 'steps["quote"].output.price'],
    "str": ["input.id", "ctx.sku", "key", "run.id", "'a'", '"it\'s"', "'é\\\\'", "''", 'CONFIG["name"]', "input.kind"],
    "bool": ["input.vip", "True", "False", 'steps.get("spare") is not None', "input.nick is None", "input.color == Color.RED"],
    "ints": ["input.nums", "[]", "[1]", 'CONFIG["rates"]', "input.grid[0]"],
    "strs": ["input.tags", "['a', 'b']"],
    "opt_int": ["input.limit", "None", 'input.meta.get("a")'],
    "opt_str": ["input.nick", "ctx.note"],
    "dict": ["input.meta", "{}", "{'a': 1}"],
    "lines": ["input.lines"],
}  # fmt: skip

# Each form says in braces what its parts are; `x` is a fresh variable, `?` a part that may read it.
FORMS: dict[str, list[str]] = {
    "int": [
        "{int} + {int}", "{int} - {int}", "{int} * {int}", "{int} // {int}", "{int} % {int}", "-{int}", "({int}) ** 2",
        "len({str})", "len({ints})", "len({dict})", "abs({int})", "round({float})", "int({float})", "int({str})", "sum({ints})",
        "max({int}, {int})", "min({ints})", "max(x for x in {ints} if x > {int})", "{ints}[{int}]", "{ints}[-1]", "{dict}['a']",
        "{dict}.get({str}, {int})", "{int} if {bool} else {int}", "{opt_int} or {int}", "({bool} and {int}) or {int}",
        "sum(x.qty * {int} for x in {lines})", "{lines}[0].qty", "int(f'<int>')", "round({int}, 2)",
    ],
    "float": [
        "{float} + {int}", "{float} * {float}", "{int} / {int}", "{float} / {int}", "round({float}, 1)", "round({float}, 2)", "-{float}",
        "max({float}, {int})", "sum(input.rates)", "{float} if {bool} else {float}", "float({int})", "abs({float})", "round({float}, 4)",
        "sum(x.price for x in {lines} if {bool})",
    ],
    "str": [
        "{str} + {str}", "f'<str>-<int>'", "f'<float:.2f> <int:05d> <str:>6> <int:,>'", "f'<bool><int>'", "str({int})", "str({bool})",
        "{str}.upper()", "{str}.lower()", "{str}.strip()", "{str}.replace('a', {str})", "{str}.split(',')[0]", "', '.join({strs})",
        "{str}[{int}]", "{opt_str} or {str}", "{str} if {bool} else {str}", "max({strs})", "{strs}[{int}]", "f'<float:,.1f>|<float:.0%>'",
        "input.names['x']", "input.raw['a']['b'] if input.raw['a']['b'] == 'x' else {str}" , "f'<amount> <color>'",
    ],
    "bool": [
        "{int} < {int}", "{int} <= {float}", "{int} == {int}", "{str} == {str}", "{str} < {str}", "not {bool}", "{bool} and {bool}",
        "{bool} or {bool}", "{int} in {ints}", "{str} in {strs}", "{str} in {str}", "{str} not in {dict}", "{str}.startswith({str})",
        "{str}.endswith({str})", "{ints} == {ints}", "any(x > {int} for x in {ints})", "all({bool} for x in {lines} if x.qty)",
        "bool({ints})", "bool({opt_str})", "{opt_int} is None", "{opt_int} == {int}", "{dict} == {dict}", "input.flag is not None",
        "{int} < input.total <= {int}", "any({ints})", "{ints} in input.grid", "input.raw['a'] == input.id", "bool({str} and {ints})",
        "not (input.child and input.child.qty)", "bool(input.maybe) if {bool} else bool({dict})",
    ],
    "ints": [
        "[{int}, {int}]", "{ints} + {ints}", "[x * 2 for x in {ints}]", "[x for x in {ints} if x % 2 == {int}]", "sorted({ints})",
        "[x.qty for x in {lines}]", "{ints} if {bool} else {ints}", "sorted({ints}, reverse=True)", "[{int} for x in {ints} if x]",
        "[v for v in {dict}.values()]", "input.grid[{int}]", "[x for x in input.opts if x is not None]", "sorted(input.meta.values())",
    ],
    "strs": [
        "[{str}]", "[x.sku for x in {lines} if {bool}]", "sorted({strs})", "{str}.split('-')", "[x for x in {dict}]", "{strs} + {strs}",
        "sorted({dict}.keys())", "[k for k, v in {dict}.items() if v > {int}]", "[x.upper() for x in {strs} if x != {str}]",
        "input.maybe or {strs}", "[f'<x>' for x in {strs} if x in {str}]",
    ],
    "opt_int": ["{int} if {bool} else None", "{dict}.get({str})", "input.child.qty if input.child else None", "input.opts[{int}]"],
    "opt_str": ["{str} if {bool} else None", "input.nick and input.nick.upper()", "input.child and input.child.note"],
    "dict": ["{{'a': {int}, 'b': {int}}}", "{{**{dict}, 'k': {int}}}", "{{x: {int} for x in {strs}}}", "{{k: v + 1 for k, v in {dict}.items() if v}}"],
    "lines": ["[x for x in input.lines if {bool}]", "input.lines + input.lines", "[input.child] if input.child else []", "[x for x in input.parts.values()]"],
    "any": [
        "[{ints}, {ints}]", "[[x] for x in {ints}]", "[[x, {int}] for x in {ints} if x]", "[x for x in input.grid if x]", "[x for x in input.opts]",
        "[{opt_int}, {str}]", "{{'a': {ints}, 'b': {{'c': {strs}}}}}", "{lines}", "[input.maybe, {ints}]", "input.child", "input",
        "{{**ctx.model_dump(by_alias=True), 'sku': {str}}}", "Line(sku={str}, price={float}, qty={int}, note={opt_str})", "{{x: [x] for x in {strs}}}",
        'steps.get("spare").output if steps.get("spare") else None', 'steps.get("spare") and steps.get("spare").output.sku',
        "{ints} or {strs}", "{ints} and {dict}", "input.raw", "input.at", "input.parts", "{{k: v for k, v in input.parts.items() if v.qty}}",
        "[{{'sku': x.sku, 'n': [{int}]}} for x in {lines}]", "input.names", "[[]] + input.grid", "error.message if error else None",
        "[x.note or {str} for x in {lines} if x.note is not None or {bool}]", "{opt_int}", "{dict}", "{bool}", "{float}", "{str}", "{strs}",
    ],
}  # fmt: skip

VARIABLES = ["x", "item", "one"]


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
