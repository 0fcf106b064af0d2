"""Bounds of what a JSON schema admits, in bytes of JSON and in elements: the half of `sizes` that reads schemas.

Only what pydantic writes is read; whatever else a schema says leaves a value without a bound, never with a wrong one.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, final

_DEEPEST = 64
"""Models inside each other beyond which nothing is said."""
_LENGTHS = {
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
    "string": ("minLength", "maxLength"),
}
_FORMATS = {"uuid": (34, 38), "date": (1, 12), "time": (1, 17), "date-time": (1, 34)}

Json: TypeAlias = Any


@final
@dataclass(frozen=True, slots=True)
class Size:
    """From `least` to `most`; None: nothing bounds it."""

    least: int
    most: int | None


BOUNDLESS = Size(0, None)


@final
@dataclass(frozen=True, slots=True)
class Schema:
    """A schema, and the definitions that its references lead to."""

    node: Json
    definitions: Mapping[str, Json]

    @classmethod
    def read(cls, text: str) -> "Schema | None":
        """A model's schema; None when it has none."""
        node = json.loads(text)
        return cls(node, node.get("$defs", {})) if isinstance(node, dict) and node else None

    def inside(self, node: Json) -> "Schema":
        """A part of it."""
        return Schema(node, self.definitions)

    def followed(self) -> "Schema":
        """What it refers to, itself if it does not."""
        node = self.node
        for _ in range(_DEEPEST):
            if not isinstance(node, dict) or "$ref" not in node:
                break
            node = self.definitions.get(node["$ref"].rpartition("/")[2], {})
        return self.inside(node)


def total(*sizes: Size) -> Size:
    """All of them together."""
    mosts = [size.most for size in sizes]
    known = [most for most in mosts if most is not None]
    return Size(sum(size.least for size in sizes), sum(known) if len(known) == len(mosts) else None)


def listed(count: Size, each: Size) -> Size:
    """A list of so many, with its brackets and commas."""
    most = 2 if count.most == 0 else None
    if count.most and each.most is not None:
        most = count.most * (each.most + 1) + 1
    return Size(max(count.least * (each.least + 1) + 1, 2), most)


def any_of(sizes: Iterable[Size]) -> Size:
    """One of several."""
    found = tuple(sizes)
    mosts = [size.most for size in found]
    known = [most for most in mosts if most is not None]
    return Size(
        min((size.least for size in found), default=0), max(known, default=0) if len(known) == len(mosts) else None
    )


def json_size(value: Json) -> Size:
    """What a constant takes as JSON in UTF-8."""
    try:
        length = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    except (TypeError, ValueError):  # no JSON value, or half a surrogate pair
        return BOUNDLESS
    return Size(length, length)


def property_of(schema: Schema, key: str) -> Schema | None:
    """The schema of one field, None where nothing is known of it."""
    node = _without_null(schema).node
    found = node.get("properties", {}).get(key) if isinstance(node, dict) else None
    return None if found is None else schema.inside(found)


def length_in(schema: Schema) -> Size:
    """How many elements a list has, or keys a dict, or characters a text."""
    node = _without_null(schema).node
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in _LENGTHS:
        return BOUNDLESS
    fewest, most = (node.get(name) for name in _LENGTHS[kind])
    default = _default(schema)
    if isinstance(default, list | dict | str):
        return any_of([Size(fewest or 0, most), Size(len(default), len(default))])
    return Size(fewest or 0, most)


def least_in(schema: Schema) -> float:
    """The least number, `-inf` when nothing bounds it."""
    node = _without_null(schema).node
    if not isinstance(node, dict) or node.get("type") not in ("integer", "number"):
        return -math.inf
    least, above = node.get("minimum", -math.inf), node.get("exclusiveMinimum", -math.inf)
    bound, default = max(least, math.nextafter(above, math.inf)), _default(schema)
    return float(min(bound, default) if isinstance(default, int | float) else bound)


def _default(schema: Schema) -> Json:
    """What stands for a missing value; pydantic does not hold it against the bounds."""
    return schema.node.get("default") if isinstance(schema.node, dict) else None


def size_in(schema: Schema) -> Size:
    """The bytes of a value that fits a schema."""
    return _size(schema, (), {})


def _without_null(schema: Schema) -> Schema:
    found = schema.followed()
    if isinstance(found.node, dict) and "anyOf" in found.node:
        others = [one for one in found.node["anyOf"] if one != {"type": "null"}]
        if len(others) == 1:
            return schema.inside(others[0]).followed()
    return found


def _size(schema: Schema, around: tuple[str, ...], known: dict[str, Size]) -> Size:
    node = schema.node
    if not isinstance(node, dict) or len(around) > _DEEPEST:
        return BOUNDLESS
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name in around:  # a model that holds itself
            return BOUNDLESS
        if name not in known:
            known[name] = _size(schema.inside(schema.definitions.get(name, {})), (*around, name), known)
        return known[name]
    if "const" in node:
        return json_size(node["const"])
    if "enum" in node:
        return any_of(map(json_size, node["enum"]))
    for form in ("anyOf", "oneOf"):
        if form in node:
            return any_of([_size(schema.inside(one), around, known) for one in node[form]])
    return _of_kind(schema, node, around, known)


def _of_kind(schema: Schema, node: dict[str, Json], around: tuple[str, ...], known: dict[str, Size]) -> Size:
    match node.get("type"):
        case "null":
            return Size(4, 4)
        case "boolean":
            return Size(1, 5)  # pydantic takes 1 for true
        case "integer" | "number" as kind:
            return _number(node, 17 if kind == "integer" else 24)
        case "string":
            return _text(node)
        case "array" if "prefixItems" not in node:
            return listed(length_in(schema), _size(schema.inside(node.get("items", {})), around, known))
        case "object":
            return _object(schema, node, around, known)
        case _:
            return BOUNDLESS


def _number(node: dict[str, Json], widest: int) -> Size:
    ends = [node.get(name) for name in ("minimum", "maximum")]
    if node["type"] == "integer" and all(isinstance(end, int) for end in ends):
        return Size(1, max(len(str(end)) for end in ends))
    return Size(1, widest)


def _text(node: dict[str, Json]) -> Size:
    if "format" in node or "pattern" in node:
        return Size(*_FORMATS.get(node.get("format", ""), (2 + node.get("minLength", 0), None)))
    most = node.get("maxLength")
    return Size(2 + node.get("minLength", 0), None if most is None else 2 + most)


def _object(schema: Schema, node: dict[str, Json], around: tuple[str, ...], known: dict[str, Size]) -> Size:
    fields: dict[str, Json] = node.get("properties", {})
    required = set(node.get("required", ()))
    least, most = 2 + max(len(required) - 1, 0), 2 + max(len(fields) - 1, 0)
    open_ended = bool(node.get("additionalProperties")) or not fields
    for key, inner in fields.items():
        value = total(json_size(key), Size(1, 1), _size(schema.inside(inner), around, known))
        least += value.least if key in required else 0
        open_ended = open_ended or value.most is None
        most += value.most or 0
    return Size(least, None if open_ended else most)
