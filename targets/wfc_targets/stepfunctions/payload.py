"""What a function is given: the operation's input, beside the idempotency key and the limit of its result where it has
such."""

from wfc.ir.expressions import Expr
from wfc_targets.stepfunctions.limits import FIELD, result_limit
from wfc_targets.stepfunctions.scope import Scope, key_of, template
from wfc_targets.stepfunctions.states import Template


def payload_of(operation: str, inputs: Expr | None, scope: Scope, role: str = "") -> Template:
    """The payload of a call about a node; `handlers.py` reads it. `role`: behind the id in the key, as `:undo`."""
    flow, given = scope.flow, {} if inputs is None else template(inputs, scope)
    beside: dict[str, Template] = {}
    if flow.operations[operation].takes_key:
        beside["idempotency_key"] = key_of(scope.about, scope, role)
    node = flow.nodes.get(scope.about)
    if node is not None and not role and (limit := result_limit(flow, node)) is not None:
        beside[FIELD] = limit
    return {"input": given, **beside} if beside or operation in flow.limited else given
