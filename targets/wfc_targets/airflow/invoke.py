"""The call of an operation inside a task: what it imports, and how it is given its input and its key."""

from dataclasses import dataclass, replace
from typing import final

from wfc.ir import expressions as ir
from wfc.ir.fallible import is_fallible
from wfc.ir.policies import Operation
from wfc.ir.types import ModelRef
from wfc_targets.airflow.bodies import Call
from wfc_targets.airflow.names import TAKEN, merge_imports, name_import
from wfc_targets.airflow.values import value


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """A call, and the imports that it needs."""

    imports: tuple[str, ...]
    call: Call


def invoke(operation: Operation, inputs: ir.Expr | None, key: str) -> Invocation:
    """The call of an operation on an expression's value."""
    found = invoke_on(operation, "{}" if inputs is None else value(inputs), key)
    return replace(found, call=replace(found.call, guarded=is_fallible(inputs)))


def invoke_on(operation: Operation, source: str, key: str) -> Invocation:
    """The call of an operation on inputs that certainly have a value. `key` is source."""
    handler, line = name_import(operation.handler, TAKEN)
    takes, lines = None, [line]
    if operation.argument and isinstance(operation.input, ModelRef):
        takes, line = name_import(operation.input.path, [*TAKEN, handler])
        lines.append(line)
    call = Call(
        handler=handler,
        takes=takes,
        inputs=source,
        guarded=False,
        key=key if operation.takes_key else None,
        keeps=False,
    )
    return Invocation(imports=merge_imports(lines), call=call)
