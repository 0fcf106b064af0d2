"""Params as they were written: their schemas and defaults."""

import ast
import json

from wfc_targets.airflow.readback.patterns import Unread, literal, shown
from wfc_targets.airflow.readback.schemas import Schema


def check_params(owner: str, node: ast.expr, expected: dict[str, Schema]) -> None:
    """The params are those, with their defaults, in that order."""
    if not isinstance(node, ast.Dict):
        raise Unread(f"unknown params of {owner}")
    found = {str(key and literal(key)): read_param(one) for key, one in zip(node.keys, node.values, strict=True)}
    if list(found) != list(expected):
        raise Unread(f"the params of {owner} should be {', '.join(expected)}, are {', '.join(found)}")
    for name, schema in expected.items():
        if json.dumps(found[name], sort_keys=True) != json.dumps(schema, sort_keys=True):
            raise Unread(f"param {name} of {owner} should be {schema}, is {found[name]}")


def read_param(node: ast.expr) -> Schema:
    """The schema of a `Param(...)`, with its default."""
    match node:
        case ast.Call(func=ast.Name(id="Param"), args=args, keywords=named) if len(args) < 2:
            found: Schema = {"default": literal(args[0])} if args else {}
        case _:
            raise Unread(f"no param: {shown(node)}")
    for one in named:
        value = literal(one.value)
        found |= value if one.arg is None else {one.arg: value}
    return found
