"""`Param`s with the JSON schema of a pydantic model: the trigger form, and what the API refuses."""

import json
from keyword import iskeyword
from typing import Any

from wfc.ir.types import Model
from wfc_targets.airflow.literals import literal

REQUIRED = object()
"""No value is given, so that the schema's own default counts, or else the caller must say."""


def properties(model: Model) -> dict[str, dict[str, Any]]:
    """The schema of each field by its key in JSON, references resolved."""
    schema = json.loads(model.schema)
    fields = {field.alias: schema["properties"][field.alias] for field in model.fields}
    return {name: _resolved(one, schema.get("$defs", {}), ()) for name, one in fields.items()}


def param(schema: dict[str, Any], default: Any) -> str:
    """Source of the `Param` for a schema. Titles, which pydantic makes from names, say nothing new and are left out."""
    bare = _bare(_resolved(schema, schema.get("$defs", {}), ()))
    own = bare.pop("default", REQUIRED)
    given = own if default is REQUIRED else default
    first = [] if given is REQUIRED else [literal(given)]
    named = [f"{key}={literal(value)}" for key, value in bare.items() if key.isidentifier() and not iskeyword(key)]
    rest = {key: value for key, value in bare.items() if not key.isidentifier() or iskeyword(key)}
    return f"Param({', '.join([*first, *named, *([f'**{literal(rest)}'] if rest else [])])})"


def unset(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field that nobody has filled in yet: it may be null, too, and is so unless it has a default."""
    if "default" in schema:
        return schema
    match schema:
        case {"type": str(kind), **more}:
            choices = {"enum": [*more["enum"], None]} if "enum" in more else {}
            return {**more, **choices, "type": ["null", kind], "default": None}
        case {"anyOf": list(kinds), **more}:
            return {**more, "anyOf": [*kinds, {"type": "null"}], "default": None}
        case _:
            return {"anyOf": [schema, {"type": "null"}], "default": None}


def _resolved(schema: Any, definitions: dict[str, Any], inside: tuple[str, ...]) -> Any:
    """The schema with every `$ref` replaced by what it refers to; a model inside itself is any object."""
    match schema:
        case {"$ref": str(reference), **more}:
            name = reference.rpartition("/")[2]
            if name in inside:
                return {"type": "object"}
            return {**_resolved(definitions[name], definitions, (*inside, name)), **more}
        case dict():
            return {key: _resolved(value, definitions, inside) for key, value in schema.items() if key != "$defs"}
        case list():
            return [_resolved(item, definitions, inside) for item in schema]
        case _:
            return schema


def _bare(schema: Any) -> Any:
    """Without the titles. Below `properties` and `default` every key is data."""
    match schema:
        case dict():
            kept = {key: _kept(key, value) for key, value in schema.items() if key != "title"}
            return {"type": kept.pop("type"), **kept} if "type" in kept else kept
        case list():
            return [_bare(item) for item in schema]
        case _:
            return schema


def _kept(key: str, value: Any) -> Any:
    match key, value:
        case "properties", dict():
            return {name: _bare(one) for name, one in value.items()}
        case "default" | "const" | "enum" | "examples" | "required", _:
            return value
        case _:
            return _bare(value)
