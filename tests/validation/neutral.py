"""What of an output no run depends on, so that a fault there is none: layout, comments, and what is only shown."""

import ast
import json
from typing import Any

SHOWN = frozenset({"Comment", "Description", "description", "doc_md", "tags", "Tags", "AlarmDescription"})
"""Fields and keyword arguments that only people read."""


def meaning(path: str, data: bytes) -> object:
    """A file without what is only shown; what is left is compared."""
    if path.endswith(".py"):
        return ast.dump(_Silent().visit(ast.parse(data)))
    return _silent(json.loads(data)) if path.endswith(".json") else data


def _silent(value: Any) -> Any:
    match value:
        case dict():
            return {key: _silent(one) for key, one in value.items() if key not in SHOWN}
        case list():
            return [_silent(one) for one in value]
        case _:
            return value


class _Silent(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [one for one in node.keywords if one.arg not in SHOWN]
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        talk = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if talk else self.generic_visit(node)
