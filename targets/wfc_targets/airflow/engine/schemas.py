"""Airflow asks of every param, whenever it looks at it, whether its schema is one: a tenth of the time of a run."""

import json
from typing import Any

from jsonschema import Draft202012Validator

_check = Draft202012Validator.check_schema
_sound: set[str] = set()


def check_schema_once(schema: Any, *more: Any) -> None:
    """Raises SchemaError as the original does; what was sound before is not asked again."""
    text = json.dumps(schema, sort_keys=True, default=repr)
    if text not in _sound:
        _check(schema, *more)
        _sound.add(text)
