"""The value that an unscripted operation returns: fixed by its output type, so that every executor returns the same.

`0`, `0.0`, `""`, `false`, `[]`, `{}`, null where null is allowed, the first of several choices or types, and for a
model its required fields by these same rules. A type with constraints that such a value misses has to be scripted.
"""

from collections.abc import Mapping
from typing import assert_never

from wfc.ir import types
from wfc.scenario.model import Json

_STRINGS = {
    "decimal": "0",
    "datetime": "1970-01-01T00:00:00Z",
    "date": "1970-01-01",
    "time": "00:00:00",
    "timedelta": "PT0S",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "path": ".",
    "url": "https://example.com/",
}


def fixed_value(of: types.Type, models: Mapping[str, types.Model]) -> Json:
    """The fixed JSON value of a type; `models` holds every model it mentions, by path."""
    match of:
        case types.Null() | types.Optional() | types.Any():
            return None
        case types.Bool():
            return False
        case types.Int():
            return 0
        case types.Float():
            return 0.0
        case types.Str():
            return _STRINGS.get(of.format, "")
        case types.List():
            return []
        case types.Dict():
            return {}
        case types.Choices():
            return of.values[0]
        case types.Union():
            return fixed_value(of.members[0], models)
        case types.Record():
            return {name: fixed_value(field, models) for name, field in of.fields}
        case types.ModelRef():
            return {field.alias: fixed_value(field.type, models) for field in models[of.path].fields if field.required}
        case _:
            assert_never(of)
