"""The type of an expression, and where a value of it may go."""

import pytest

from tests.expressions._world import LINE, MODELS, ORDER, read
from wfc.expressions.assignable import assignable
from wfc.expressions.kinds import describe
from wfc.ir.types import Any, Bool, Choices, Dict, Float, Int, List, Null, Optional, Record, Str, Type, Union

TYPES = {
    "input.total + 1": "int",
    "input.total / 1": "float",
    "input.total * input.rate": "float",
    "[1, 2.5]": "list[float]",
    "[]": "list",
    "input.nick": "str | None",
    "input.nick or 'x'": "str",
    "input.nick and len(input.nick)": "str | int | None",
    "input.child and input.child.qty": "int | None",
    "input.nick if input.nick is not None else 'x'": "str",
    "input.nick if input.nick == 'a' else 'b'": "str",
    "1 if input.vip else None": "1 | None",
    "'a' if input.vip else 'b'": '"a" | "b"',
    "{'a': 1, **{'b': input.nick}}": '{"a": 1, "b": str | None}',
    "{f'{input.id}': 1}": "dict[str, 1]",
    "{k: [v] for k, v in input.meta.items()}": "dict[str, list[int]]",
    "[x.price for x in input.lines]": "list[float]",
    "[x for x in input.opts if x is not None]": "list[int]",
    "input.meta.get('a')": "int | None",
    "input.meta.get('a', 0)": "int",
    "input.meta.get('a') if input.meta.get('a') is not None else 0": "int",
    "input.color": "Color",
    "Color.RED": '"red"',
    "input.lines[0] if input.lines else None": "Line | None",
    "Line(sku='x', price=1, qty=1, note=None)": "Line",
    "input.raw['a']": "Any",
    "not input.lines": "bool",
    "round(input.rate)": "int",
    "round(input.rate, 1)": "float",
    "max(1, input.rate)": "float",
    "input.flag is not None and input.flag": "bool",
}


@pytest.mark.parametrize(("body", "expected"), TYPES.items(), ids=TYPES)
def test_the_type_of_an_expression(body: str, expected: str) -> None:
    expr, found = read(f"lambda input: {body}")
    assert expr is not None, found
    assert describe(expr.type) == expected


A_LINE = {"sku": Str(), "unitPrice": Int(), "qty": Int(), "note": Null()}


def record(**fields: Type) -> Record:
    return Record(tuple(fields.items()))


FITS: list[tuple[Type, Type]] = [
    (Int(), Float()),
    (Choices(("a",)), Str()),
    (Choices(("a",)), Choices(("a", "b"))),
    (Choices((1,)), Int()),
    (Int(), Optional(Int())),
    (Null(), Optional(Int())),
    (Int(), Union((Int(), Str()))),
    (Any(), ORDER),
    (ORDER, Any()),
    (List(Int()), List(Float())),
    (List(Union(())), List(ORDER)),
    (record(a=Int()), Dict(Int())),
    (record(**A_LINE), LINE),
    (LINE, LINE),
    (Dict(Int()), LINE),
    (Str("decimal"), Str("decimal")),
    (Str(), Str("decimal")),
    (Str("uuid"), Str()),
]

MISFITS: list[tuple[Type, Type, str]] = [
    (Float(), Int(), "it is `float`, and `int` is needed"),
    (Bool(), Int(), "it is `bool`, and `int` is needed"),
    (Str(), Choices(("a",)), 'it is `str`, and `"a"` is needed'),
    (Choices(("c",)), Choices(("a", "b")), 'it is `"c"`, and `"a" | "b"` is needed'),
    (Optional(Int()), Int(), "it may be None, and `int` is needed"),
    (Str("datetime"), Str("decimal"), "it is `datetime`, and `decimal` is needed"),
    (List(Str()), List(Int()), "an item: it is `str`, and `int` is needed"),
    (record(**A_LINE | {"qty": Str()}), LINE, "`qty`: it is `str`, and `int` is needed"),
    (record(sku=Str(), unitPrice=Float(), note=Null()), LINE, "`qty` is missing"),
    (record(**A_LINE, quty=Int()), LINE, "it has no field `quty`; did you mean `qty`?"),
    (record(a=List(Optional(Int()))), Dict(List(Int())), "`a`: an item: it may be None, and `int` is needed"),
    (LINE, List(LINE), "it is `Line`, and `list[Line]` is needed"),
]


@pytest.mark.parametrize(("source", "target"), FITS)
def test_a_value_fits(source: Type, target: Type) -> None:
    assert assignable(source, target, MODELS) is None


@pytest.mark.parametrize(("source", "target", "reason"), MISFITS)
def test_a_value_does_not_fit_and_the_reason_names_the_place(source: Type, target: Type, reason: str) -> None:
    assert assignable(source, target, MODELS) == reason
