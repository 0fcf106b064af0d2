"""Types calls: builtins, methods of text and dicts, models.

Reports unsupported-expression, type-mismatch, lossy-type and possibly-none.
"""

import ast
from typing import cast, get_args

from wfc.diagnostics.catalogue import UNSUPPORTED_EXPRESSION
from wfc.expressions.builtins import infer_builtin
from wfc.expressions.displays import infer_model_call
from wfc.expressions.environment import Env, source
from wfc.expressions.methods import infer_method
from wfc.expressions.steps import is_steps_access
from wfc.ir import expressions as ir
from wfc.ir.surface import ModelClass


def infer_call(node: ast.Call, env: Env) -> ir.Expr | None:
    """Any call."""
    if is_steps_access(node, env):
        help = "test it with `is not None`, or read its `.output` behind such a test"
        env.report(UNSUPPORTED_EXPRESSION, "a step is not a value", node, help)
        return None
    match node.func:
        case ast.Attribute():
            return infer_method(node, node.func, env)
        case ast.Name(id=name) if isinstance(meaning := env.meaning(name), ModelClass) and name not in env.local:
            return infer_model_call(node, meaning.path, env)
        case ast.Name(id=name) if name in get_args(ir.Builtin) and not env.is_bound(name):
            return infer_builtin(cast(ir.Builtin, name), node, env)
        case _:
            shown = source(node.func)
            help = f"make it an operation, or use one of {', '.join(get_args(ir.Builtin))}"
            env.report(UNSUPPORTED_EXPRESSION, f"`{shown}(...)` cannot be called in a lambda", node, help)
            return None
