"""Params as JSON schemas, and those that models ask for."""

import json
from typing import Any

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.types import ModelRef
from wfc.ir.walk import all_nodes, models_by_path

Schema = dict[str, Any]


def model_schemas(workflow: Workflow, path: str) -> dict[str, Schema]:
    """The schema of each field of a model by its key, without references and titles."""
    model = models_by_path(workflow)[path]
    schema = whole_schema(workflow, path)
    return {field.alias: schema["properties"][field.alias] for field in model.fields}


def whole_schema(workflow: Workflow, path: str) -> Schema:
    """The schema of a model, without references and titles."""
    schema = json.loads(models_by_path(workflow)[path].schema)
    found: Schema = _plain(schema, schema.get("$defs", {}), ())
    return found


def form_schemas(workflow: Workflow, path: str | None) -> dict[str, Schema]:
    """Those of a form, where nothing is filled in yet."""
    return {} if path is None else {name: _unset(one) for name, one in model_schemas(workflow, path).items()}


def comment_key(workflow: Workflow) -> str:
    """The param of the comment: the first of these that is no field of a form."""
    paths = [
        node.form.path for node in all_nodes(workflow) if isinstance(node, Approval) and isinstance(node.form, ModelRef)
    ]
    taken = {field.alias for path in paths for field in models_by_path(workflow)[path].fields}
    return next(name for name in ("comment", "_comment", "__comment") if name not in taken)


def _unset(schema: Schema) -> Schema:
    """Null as well, and by default, unless there is another default."""
    if "default" in schema:
        return schema
    more = {"default": None}
    if isinstance(schema.get("type"), str):
        allowed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
        return {**schema, **allowed, "type": ["null", schema["type"]], **more}
    if isinstance(schema.get("anyOf"), list):
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}], **more}
    return {"anyOf": [schema, {"type": "null"}], **more}


_DATA = frozenset({"default", "const", "enum", "examples", "required"})


def _plain(schema: Any, definitions: Schema, inside: tuple[str, ...]) -> Any:
    """References written out (a model inside of itself is any object), and no titles."""
    match schema:
        case {"$ref": str(reference), **more}:
            name = reference.rpartition("/")[2]
            if name in inside:
                return {"type": "object"}
            rest = _plain(more, definitions, inside)
            return {**_plain(definitions[name], definitions, (*inside, name)), **rest}
        case dict():
            return {key: _value(key, one, definitions, inside) for key, one in schema.items() if key not in _LEFT_OUT}
        case list():
            return [_plain(one, definitions, inside) for one in schema]
        case _:
            return schema


_LEFT_OUT = frozenset({"title", "$defs"})


def _value(key: str, one: Any, definitions: Schema, inside: tuple[str, ...]) -> Any:
    if key in _DATA:
        return one
    if key == "properties":
        return {name: _plain(schema, definitions, inside) for name, schema in one.items()}
    return _plain(one, definitions, inside)
