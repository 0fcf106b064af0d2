"""What a function is given: the operation's input, beside the idempotency key where it takes one."""

from wfc.ir.expressions import Expr
from wfc_targets.stepfunctions.plan import Template
from wfc_targets.stepfunctions.scope import Scope, key_of, template


def payload_of(operation: str, inputs: Expr | None, scope: Scope, role: str = "") -> Template:
    """The payload of a call about a node; `handlers.py` reads it. `role`: behind the id in the key, as `:undo`."""
    given = {} if inputs is None else template(inputs, scope)
    if scope.flow.operations[operation].takes_key:
        return {"input": given, "idempotency_key": key_of(scope.about, scope, role)}
    return given
