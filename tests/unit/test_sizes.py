"""Bounds of JSON: `least` is proven, `most` is reached, and what nothing bounds is unknown."""

import enum
import json
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from tests.support.core import const, name, show, step, workflow
from wfc.analysis.sizes import BOUNDLESS, Size, Sizes
from wfc.diagnostics import Diagnostics
from wfc.frontend.models import Models
from wfc.ir import expressions as ir
from wfc.ir.types import Any, Bool, Choices, Float, Int, List, ModelRef, Null, Optional, Record, Str, Union
from wfc.source import NOWHERE


class Colour(enum.Enum):
    RED = "red"
    ULTRAMARINE = "ultramarine"


class Line(BaseModel):
    sku: str = Field(min_length=2, max_length=8)
    count: int = Field(ge=0, le=999)
    gift: bool = False


class Order(BaseModel):
    lines: list[Line] = Field(min_length=1, max_length=100)
    colour: Colour
    speed: Literal["slow", "express"] = "slow"
    remark: str | None = Field(default=None, max_length=10)
    tags: Annotated[list[str], Field(max_length=3)] = []


class Bounded(BaseModel):
    lines: list[Line] | None = Field(max_length=100)
    colour: Colour


class Tree(BaseModel):
    children: list["Tree"] = Field(max_length=2)


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    colour: Colour


class Coded(BaseModel):
    code: str = Field(pattern="^[A-Z]{3}$")


def sizes_of(*models: type[BaseModel]) -> Sizes:
    read = Models(Diagnostics())
    for model in models:
        read.model(model, NOWHERE)
    return Sizes(workflow(step("a"), models=tuple(read.known.values())))


def ref(model: type[BaseModel]) -> ModelRef:
    return ModelRef(f"{model.__module__}:{model.__qualname__}")


def given(model: type[BaseModel], *fields: str) -> ir.Expr:
    found: ir.Expr = ir.Name(name="input", type=ref(model), span=NOWHERE)
    for field in fields:
        found = ir.Attribute(base=found, name=field, alias=field, type=List(Any()), span=NOWHERE)
    return found


def compact(model: BaseModel) -> int:
    return len(json.dumps(model.model_dump(mode="json"), separators=(",", ":")))


@pytest.mark.parametrize(
    ("type", "size"),
    [
        (Null(), Size(4, 4)),
        (Bool(), Size(1, 5)),
        (Int(), Size(1, 17)),
        (Str(), Size(2, None)),
        (Str("uuid"), Size(34, 38)),
        (Str("date"), Size(1, 12)),
        (Str("time"), Size(1, 17)),
        (Str("datetime"), Size(1, 34)),
        (Str("decimal"), Size(2, None)),
        (Float(), Size(1, 24)),
        (Choices(("a", "abc", 7)), Size(1, 5)),
        (Optional(Choices(("abcdef",))), Size(4, 8)),
        (Union((Int(), Str())), Size(1, None)),
        (Record((("a", Null()), ("bc", Bool()))), Size(17, 21)),
        (Record(()), Size(2, 2)),
        (List(Null()), Size(2, None)),
        (Any(), BOUNDLESS),
        (None, Size(0, 0)),
    ],
)
def test_types(type, size) -> None:
    assert sizes_of().of_type(type) == size


def test_the_largest_that_a_model_admits_is_reached() -> None:
    largest = Line(sku="12345678", count=999, gift=False)
    assert sizes_of(Line).of_type(ref(Line)).most == compact(largest)
    whole = Bounded(lines=[largest] * 100, colour=Colour.ULTRAMARINE)
    assert sizes_of(Bounded).of_type(ref(Bounded)).most == compact(whole)


def test_nothing_that_fits_is_smaller_than_the_least() -> None:
    smallest = {"sku": "ab", "count": 0}
    assert sizes_of(Line).of_type(ref(Line)).least == len(json.dumps(smallest, separators=(",", ":")))
    order = {"lines": [smallest], "colour": "red"}
    assert sizes_of(Order).of_type(ref(Order)).least == len(json.dumps(order, separators=(",", ":")))


@pytest.mark.parametrize("model", [Order, Tree, Open, Coded])
def test_what_nothing_bounds_is_unknown(model) -> None:
    """Tags of any length, a model in itself, extra fields, a pattern."""
    assert sizes_of(model).of_type(ref(model)).most is None


def test_a_model_that_holds_itself_has_a_least() -> None:
    assert sizes_of(Tree).of_type(ref(Tree)).least == len('{"children":[]}')


@pytest.mark.parametrize(
    ("expression", "size"),
    [
        (const("ü"), Size(4, 4)),
        (const('"'), Size(4, 4)),
        (const([1, 22, None]), Size(11, 11)),
        (const([]), Size(2, 2)),
        (show(a=const(1)), Size(7, 7)),
        (show(a=given(Order, "colour")), Size(11, 19)),
        (given(Order, "remark"), Size(2, 12)),
        (given(Order, "tags"), Size(2, None)),
        (name("input.x"), BOUNDLESS),
    ],
)
def test_expressions(expression, size) -> None:
    assert sizes_of(Order).of_expression(expression) == size


def test_a_display_with_a_spread_has_no_bound() -> None:
    spread = ir.DictDisplay(
        entries=(ir.Entry(key=None, value=given(Line)), ir.Entry(key=const("a"), value=const(1))),
        type=Any(),
        span=NOWHERE,
    )
    assert sizes_of(Line).of_expression(spread) == Size(2, None)


def test_text_with_values_in_it() -> None:
    text = ir.FString(parts=("hi ", ir.FormatPart(value=const("ab"), spec="")), type=Str(), span=NOWHERE)
    assert sizes_of().of_expression(text).least == len('"hi "')


def test_lengths_of_lists() -> None:
    sizes = sizes_of(Order, Bounded)
    assert sizes.length(given(Order, "lines")) == Size(1, 100)
    assert sizes.length(given(Bounded, "lines")) == Size(0, 100)
    assert sizes.length(const([1, 2])) == Size(2, 2)
    assert sizes.length(name("input.lines")) == BOUNDLESS
    default = ir.Logical(op="or", left=given(Bounded, "lines"), right=const([]), type=List(Any()), span=NOWHERE)
    assert sizes.length(default) == Size(0, 100)
    either = ir.Conditional(
        test=const(True), then=const([1]), orelse=name("input.x"), type=List(Any()), span=NOWHERE
    )  # fmt: skip
    assert sizes.length(either) == BOUNDLESS
    both = ir.Binary(op="+", left=given(Order, "lines"), right=const([1]), type=List(Any()), span=NOWHERE)
    assert sizes.length(both) == Size(2, 101)
    some = ir.Comprehension(
        key=None, element=const(1), targets=("x",), iterable=given(Order, "lines"), conditions=(const(True),),
        type=List(Int()), span=NOWHERE,
    )  # fmt: skip
    assert sizes.length(some) == Size(0, 100)
