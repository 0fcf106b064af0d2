"""How many bytes a value takes as JSON, and how many elements a list has: bounds from types and model constraints.

`least` is proven: nothing that fits is smaller. `most` is reached: something that fits has at least that many bytes
(one byte a character, without white space), and None says that nothing bounds it. So `least` above a limit is certainly
wrong, and `most` above it is what the model allows.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import final

from wfc.analysis.schema_sizes import (
    BOUNDLESS,
    Schema,
    Size,
    any_of,
    json_size,
    least_in,
    length_in,
    listed,
    property_of,
    size_in,
    total,
)
from wfc.ir import expressions as ir
from wfc.ir.nodes import Workflow
from wfc.ir.types import (
    Bool,
    Choices,
    Dict,
    Float,
    Int,
    List,
    ModelRef,
    Null,
    Optional,
    Record,
    Str,
    Type,
    Union,
)
from wfc.ir.walk import models_by_path

__all__ = ["BOUNDLESS", "Size", "Sizes", "listed", "total"]

_TEXT = {"uuid": Size(34, 38), "date": Size(1, 12), "time": Size(1, 17), "datetime": Size(1, 34)}
"""Text of a known form, quotes included. pydantic also takes a UUID without dashes, and numbers for instants."""


@final
@dataclass(frozen=True, slots=True)
class Sizes:
    """The bounds of one workflow's values."""

    workflow: Workflow
    _schemas: dict[str, Schema] = field(init=False)
    _known: dict[str, Size] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = {path: Schema.read(model.schema) for path, model in models_by_path(self.workflow).items()}
        object.__setattr__(self, "_schemas", {path: schema for path, schema in found.items() if schema is not None})

    def of_type(self, type: Type | None) -> Size:
        """What a value of a type takes; of None, which stands for no value, nothing."""
        match type:
            case None:
                return Size(0, 0)
            case Null():
                return Size(4, 4)
            case Bool():
                return Size(1, 5)  # pydantic takes 1 for true
            case Int():
                return Size(1, 17)
            case Float():
                return Size(1, 24)
            case Str(format):
                return _TEXT.get(format, Size(2, None))
            case Choices(values):
                return any_of(json_size(value) for value in values)
            case Optional(of):
                return any_of((Size(4, 4), self.of_type(of)))
            case Union(members):
                return any_of(map(self.of_type, members))
            case Record(fields):
                return _object((key, self.of_type(value)) for key, value in fields)
            case ModelRef(path) if path in self._schemas:
                if path not in self._known:
                    self._known[path] = size_in(self._schemas[path])
                return self._known[path]
            case ModelRef() | List() | Dict():
                return Size(2, None)
            case _:
                return BOUNDLESS

    def of_expression(self, expr: ir.Expr | None) -> Size:
        """What the value of an expression takes; of None, nothing."""
        match expr:
            case None:
                return Size(0, 0)
            case ir.Const(value=value):
                return json_size(value)
            case ir.ListDisplay(items=items):
                return _joined([self.of_expression(item) for item in items])
            case ir.DictDisplay(entries=entries):
                return self._display(entries)
            case ir.Conditional(then=one, orelse=other) | ir.Logical(left=one, right=other):
                return any_of((self.of_expression(one), self.of_expression(other)))
            case ir.BuiltinCall(function="sorted", args=(items, *_)):
                return self.of_expression(items)
            case ir.FString(parts=parts):
                return total(Size(2, 2), *map(self._piece, parts))
            case _:
                schema = None if isinstance(expr.type, ModelRef) else self._schema(expr)
                return self.of_type(expr.type) if schema is None else size_in(schema)

    def length(self, expr: ir.Expr) -> Size:
        """How many elements the list has that an expression yields; of a text, how many characters."""
        match expr:
            case ir.ListDisplay(items=items):
                return Size(len(items), len(items))
            case ir.Conditional(then=one, orelse=other) | ir.Logical(left=one, right=other):
                return any_of((self.length(one), self.length(other)))
            case ir.BuiltinCall(function="sorted", args=(items, *_)):
                return self.length(items)
            case ir.Binary(op="+", left=left, right=right):
                return total(self.length(left), self.length(right))
            case ir.Comprehension(key=None, iterable=iterable, conditions=conditions):
                whole = self.length(iterable)
                return Size(0, whole.most) if conditions else whole
            case ir.MethodCall(method="split", args=(_, *_)):
                return Size(1, None)  # of an empty text, too
            case ir.Const(value=str(text)):
                return Size(len(text), len(text))
            case _:
                schema = self._schema(expr)
                return BOUNDLESS if schema is None else length_in(schema)

    def least(self, expr: ir.Expr) -> float:
        """The least number that an expression may yield, `-inf` when its model does not bound it."""
        schema = self._schema(expr)
        return -math.inf if schema is None else least_in(schema)

    def _schema(self, expr: ir.Expr) -> Schema | None:
        """The schema that the value of an expression was validated against, where it came out of a model as it is."""
        if isinstance(expr.type, ModelRef) and expr.type.path in self._schemas:
            return self._schemas[expr.type.path]
        match expr:
            case ir.Attribute(base=base, alias=key) | ir.Item(base=base, index=ir.Const(value=str(key))):
                around = self._schema(base)
                return None if around is None else property_of(around, key)
            case _:
                return None

    def _piece(self, part: str | ir.FormatPart) -> Size:
        if isinstance(part, str):
            quoted = json_size(part).least - 2
            return Size(quoted, quoted)
        value = self.of_expression(part.value)
        if isinstance(part.value.type, Str) and not part.spec:
            return Size(value.least - 2, None if value.most is None else value.most - 2)
        return BOUNDLESS

    def _display(self, entries: tuple[ir.Entry, ...]) -> Size:
        known = {
            entry.key.value: self.of_expression(entry.value)
            for entry in entries
            if isinstance(entry.key, ir.Const) and isinstance(entry.key.value, str)
        }
        if all(isinstance(entry.key, ir.Const) for entry in entries):
            return _object(known.items())
        return Size(2, None)  # what is spread into it may replace any of the others


def _object(fields: Iterable[tuple[str, Size]]) -> Size:
    return _joined([total(json_size(key), Size(1, 1), value) for key, value in fields])


def _joined(parts: list[Size]) -> Size:
    around = 2 + max(len(parts) - 1, 0)
    return total(Size(around, around), *parts)
