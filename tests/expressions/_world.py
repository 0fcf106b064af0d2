"""The models, roots and steps that all expression tests share, and their values in every form the printers know."""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import to_jsonable_python

from wfc.diagnostics import Diagnostics
from wfc.expressions.infer import infer_lambda
from wfc.expressions.scope import Scope
from wfc.frontend.lambdas import meaning_of
from wfc.frontend.models import Models
from wfc.ir import expressions as ir
from wfc.ir.builtin_models import BUILTIN_MODELS, ERROR, RUN
from wfc.ir.surface import Lambda
from wfc.ir.types import ModelRef, Str, Type, optional
from wfc.source import NOWHERE, Span


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Line(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    sku: str
    price: float = Field(alias="unitPrice")
    qty: int
    note: str | None


class Order(BaseModel):
    id: str
    lines: list[Line]
    total: int
    count: int
    rate: float
    big: int
    vip: bool
    nick: str | None
    limit: int | None
    flag: bool | None
    child: Line | None
    tags: list[str]
    nums: list[int]
    rates: list[float]
    opts: list[int | None]
    grid: list[list[int]]
    maybe: list[str] | None
    meta: dict[str, int]
    names: dict[str, str]
    parts: dict[str, Line]
    raw: Any
    at: datetime
    amount: Decimal
    color: Color
    kind: Literal["a", "b"]


CONSTANTS: dict[str, Any] = {
    "Color": Color, "Line": Line, "LIMIT": 100, "CONFIG": {"rates": [1, 2], "name": "it's"}, "EMPTY": [],
}  # fmt: skip

_found = Diagnostics()
_models = Models(_found)
ORDER, LINE = _models.model(Order, NOWHERE), _models.model(Line, NOWHERE)
MODELS = _models.known | BUILTIN_MODELS
NAMES: dict[str, Type] = {"input": ORDER, "ctx": LINE, "run": RUN, "error": optional(ERROR), "key": Str()}
STEPS: dict[str, Type] = {"quote": LINE, "ship-it": Str(), "spare": ModelRef(LINE.path)}


@dataclass(frozen=True, slots=True)
class World:
    """One run as a lambda sees it: JSON values by root, and the outputs of the steps that have succeeded."""

    roots: Mapping[str, Any]
    outputs: Mapping[str, Any]


def read(text: str) -> tuple[ir.Expr | None, tuple[str, ...]]:
    """A lambda's typed body, and the findings as `code: message`."""
    found = Diagnostics()
    typed = infer_lambda(surface(text), Scope(names=NAMES, steps=STEPS, models=MODELS), found)
    return typed, tuple(f"{one.code.name}: {one.message}" for one in found.sorted())


def surface(text: str) -> Lambda:
    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Lambda)
    names = tuple((name, meaning_of(value)) for name, value in CONSTANTS.items())
    parameters = tuple(argument.arg for argument in node.args.args)
    return Lambda(parameters=parameters, body=node.body, names=names, span=Span("spec.py", 1, 0, 1, len(text)))


class Object(dict[str, Any]):
    """A model's JSON value, read by attribute name as a lambda reads it."""

    model: Any

    def __getattr__(self, name: str) -> Any:
        fields = self.model.model_fields
        return self[fields[name].alias or name]

    def model_dump(self, **_: Any) -> "Object":
        return self


def as_objects(value: Any, of: Any) -> Any:
    """A JSON value whose models can be read by attribute: what the semantics say a lambda sees (R3)."""
    if of is SimpleNamespace:
        return value if value is None else SimpleNamespace(**value)
    if isinstance(of, type) and issubclass(of, BaseModel) and value is not None:
        seen = Object(value)
        seen.model = of
        for name, info in of.model_fields.items():
            key = info.alias or name
            seen[key] = as_objects(seen[key], info.annotation)
        return seen
    arguments = getattr(of, "__args__", ())
    if type(None) in arguments:
        return value if value is None else as_objects(value, arguments[0])
    if isinstance(value, list) and arguments:
        return [as_objects(item, arguments[0]) for item in value]
    if isinstance(value, dict) and arguments:
        return {key: as_objects(item, arguments[-1]) for key, item in value.items()}
    return value


def order(**fields: Any) -> dict[str, Any]:
    """An order's JSON, with these fields for the given ones."""
    given: dict[str, Any] = {
        "id": "o1", "total": 7, "count": 0, "rate": 2.5, "big": 2**53 - 1, "vip": True, "raw": {"a": {"b": "x"}},
        "at": "2026-01-31T10:00:00Z", "amount": "1.10", "color": "red", "kind": "a",
    }  # fmt: skip
    given |= dict.fromkeys(["nick", "limit", "flag", "child", "maybe"])
    given |= {name: [] for name in ("lines", "tags", "nums", "rates", "opts", "grid")}
    given |= {name: {} for name in ("meta", "names", "parts")}
    return given | fields


def line(**fields: Any) -> dict[str, Any]:
    return {"sku": "s", "unitPrice": 1.5, "qty": 2, "note": None} | fields


def world(outputs: Mapping[str, Any] | None = None, **fields: Any) -> World:
    roots = {
        "input": order(**fields), "ctx": line(sku="ctx"), "error": None, "key": "r:s",
        "run": {"id": "r", "trigger": "manual", "started_at": "2026-01-31T10:00:00Z", "scheduled_at": None},
    }  # fmt: skip
    return World(roots, {"quote": line(sku="q"), "ship-it": "shipped"} if outputs is None else outputs)


SEEN_AS = {"run": SimpleNamespace, "error": SimpleNamespace}
MODEL_OF: dict[str, Any] = {"input": Order, "ctx": Line, "quote": Line, "spare": Line}


def validated(name: str, value: Any) -> Any:
    """A root or output as a pydantic object."""
    return value if value is None or name not in MODEL_OF else TypeAdapter(MODEL_OF[name]).validate_python(value)


def plain(value: Any) -> Any:
    """Through JSON and back, so that nothing but JSON is compared."""
    return json.loads(json.dumps(to_jsonable_python(value)))
