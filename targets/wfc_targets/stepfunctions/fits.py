"""Does the result of a workflow fit its output model for certain? Then nothing has to check it while the workflow runs.

Types were compared when the spec was checked. What is left are limits, formats and defaults, which only pydantic can
apply, and values whose type nobody knows.
"""

import json
from collections.abc import Mapping
from typing import Any

from wfc.ir import expressions as ir
from wfc.ir.nodes import Workflow
from wfc.ir.parts import walk
from wfc.ir.types import Any as AnyType
from wfc.ir.types import Bool, Choices, Dict, Float, Int, List, Model, ModelRef, Null, Optional, Record, Str, Type
from wfc.ir.walk import models_by_path

_UNCHECKED = {"input", "ctx"}
_SCALARS = (Null, Bool, Int, Float, Str, Choices)
_PLAIN = {"type", "title", "description", "$ref", "items", "additionalProperties", "anyOf", "allOf", "enum", "const"}
"""What a JSON schema can say of a property without asking more than its type."""


def surely_fits(workflow: Workflow) -> bool:
    """True also when there is no result, or no model for it."""
    result, output = workflow.result, workflow.output
    if result is None or output is None:
        return True
    unchecked = any(isinstance(part, ir.Name) and part.name in _UNCHECKED for part in walk(result))
    return _fits(result.type, output, models_by_path(workflow), trusted=not unchecked)


def _fits(value: Type, declared: Type, models: Mapping[str, Model], *, trusted: bool) -> bool:
    """`trusted`: models inside the value were validated when some operation returned them."""
    match value, declared:
        case Record(fields), ModelRef(path):
            return _record_fits(dict(fields), models[path], models, trusted=trusted)
        case List(item), List(wanted, "list"):
            return _fits(item, wanted, models, trusted=trusted)
        case Dict(item), Dict(wanted):
            return _fits(item, wanted, models, trusted=trusted)
        case Optional(inner), Optional(wanted):
            return _fits(inner, wanted, models, trusted=trusted)
        case (Null(), Optional()) | (Int(), Float()) | (_, AnyType()):
            return True
        case _, Optional(wanted):
            return _fits(value, wanted, models, trusted=trusted)
        case _:
            return value == declared and (trusted or isinstance(value, _SCALARS))


def _record_fits(fields: Mapping[str, Type], model: Model, models: Mapping[str, Model], *, trusted: bool) -> bool:
    wanted = {field.alias: field.type for field in model.fields}
    properties = json.loads(model.schema).get("properties", {})
    return fields.keys() == wanted.keys() and all(
        _is_plain(properties[alias]) and _fits(fields[alias], of, models, trusted=trusted)
        for alias, of in wanted.items()
    )


def _is_plain(schema: Any) -> bool:
    """Nothing but types, all the way down, as far as the schema itself goes."""
    if isinstance(schema, list):
        return all(_is_plain(one) for one in schema)
    if not isinstance(schema, dict):
        return True
    return all(key in _PLAIN and (key in {"enum", "const"} or _is_plain(value)) for key, value in schema.items())
