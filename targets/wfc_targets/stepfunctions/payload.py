"""What a function is given: the operation's input, beside the idempotency key where it takes one."""

from wfc.ir.expressions import Expr
from wfc_targets.stepfunctions.plan import Template
from wfc_targets.stepfunctions.scope import Scope, key_of, template


def payload_of(operation: str, inputs: Expr | None, address: str, scope: Scope) -> Template:
    """The payload of a call; `handlers.py` reads it."""
    given = {} if inputs is None else template(inputs, scope)
    if scope.flow.operations[operation].takes_key:
        return {"input": given, "idempotency_key": key_of(address)}
    return given
