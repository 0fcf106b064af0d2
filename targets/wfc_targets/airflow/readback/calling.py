"""Reads calls of operations in task functions, those of polls and alerts too."""

import ast

from wfc_targets.airflow.readback.called_work import Calls, Evaluated, Invoked
from wfc_targets.airflow.readback.patterns import (
    Unread,
    address,
    expression_fits,
    fits,
    keywords,
    shown,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work


def evaluated(node: ast.expr) -> Evaluated:
    """An expression, with the guard around it if it has one."""
    match node:
        case ast.Call(func=ast.Name(id="evaluated"), args=[ast.Lambda(args=ast.arguments(args=[]), body=body)]):
            return Evaluated(node=body, guarded=True)
        case _:
            return Evaluated(node=node, guarded=False)


def path_of(node: ast.expr, imports: dict[str, str]) -> str:
    """The `module:name` of a handler or model."""
    first, *rest = shown(node).split(".")
    if first not in imports:
        raise Unread(f"{first} is not imported where it is used")
    return ".".join([imports[first], *rest])


def invoked(node: ast.expr, imports: dict[str, str]) -> Invoked:
    """`call(handler, inputs, takes=..., idempotency_key=key_for(...))`."""
    match node:
        case ast.Call(func=ast.Name(id="call"), args=[handler, inputs]):
            named = keywords(node)
        case _:
            raise Unread(f"no call of an operation: {shown(node)}")
    takes, key = named.pop("takes", None), named.pop("idempotency_key", None)
    if named:
        raise Unread(f"unknown arguments {sorted(named)} of {shown(node)}")
    holes = None if key is None else expression_fits("key_for(_address)", key)
    if key is not None and holes is None:
        raise Unread(f"no key: {shown(key)}")
    return Invoked(
        handler=path_of(handler, imports),
        takes=None if takes is None else path_of(takes, imports),
        inputs=evaluated(inputs),
        key=None if holes is None else address(holes["_address"]),
    )


def read_call(task: Task) -> Work | None:
    """`call(...)`, alone or returned."""
    match task.body:
        case [ast.Return(value=ast.Call(func=ast.Name(id="call")) as call)]:
            return Calls(invoked=invoked(call, task.imports), kept=True, breach=None)
        case [ast.Expr(value=ast.Call(func=ast.Name(id="call")) as call)]:
            return Calls(invoked=invoked(call, task.imports), kept=False, breach=None)
        case _:
            return None


_ALERT = """
breach = _breach
if breach is None:
    raise AirflowSkipException("the promise was kept")
_call
"""


def read_alert(task: Task) -> Work | None:
    """A call only if a promise was broken."""
    holes = fits(_ALERT, task.body)
    if holes is None:
        return None
    return Calls(invoked=invoked(holes["_call"], task.imports), kept=False, breach=holes["_breach"])
