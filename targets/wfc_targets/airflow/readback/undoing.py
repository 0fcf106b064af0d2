"""Reads the function that undoes the elements of a list."""

import ast
from collections.abc import Iterator

from wfc_targets.airflow.readback.calling import invoked
from wfc_targets.airflow.readback.patterns import Unread, fits, milliseconds, shown, text
from wfc_targets.airflow.readback.tasks import Task, parts_of_inner
from wfc_targets.airflow.readback.undone_work import UndoesElements, UndoesOne
from wfc_targets.airflow.readback.work import Work

_END = """
get_current_context()["ti"].xcom_push(key="failed", value=failed)
if failed:
    raise AirflowFailException(f"could not undo {failed}")
"""


def read_elements(task: Task) -> Work | None:
    """One function for each step, and the loop that calls them."""
    functions = {one.name: one for one in task.body if isinstance(one, ast.FunctionDef)}
    match task.body[len(functions) :]:
        case [ast.Assign() as first, ast.For(target=ast.Name(id="index"), orelse=[]) as loop, *last]:
            items = fits("reversed(range(len(pull(_items))))", [ast.Expr(loop.iter)])
        case _:
            return None
    if items is None or fits("failed = []", [first]) is None or fits(_END, last) is None:
        raise Unread(f"unknown undoing {shown(*task.body)}")
    steps = tuple(_steps(loop.body, functions))
    if len(steps) != len(functions):
        raise Unread(f"not each function is called once: {shown(loop)}")
    return UndoesElements(items=text(items["_items"]), steps=steps)


def _steps(loop: list[ast.stmt], functions: dict[str, ast.FunctionDef]) -> Iterator[UndoesOne]:
    for one in loop:
        match one:
            case ast.If(
                test=due,
                body=[
                    ast.AugAssign(
                        target=ast.Name(id="failed"),
                        op=ast.Add(),
                        value=ast.Call(
                            func=ast.Name(id="undo_one"),
                            args=[step, ast.Name(id="index"), ast.Name(id=name), *policies],
                            keywords=[],
                        ),
                    )
                ],
                orelse=[],
            ) if name in functions:
                yield _step(text(step), due, functions[name], tuple(policies))
            case _:
                raise Unread(f"unknown undoing {shown(one)}")


def _step(step: str, due: ast.expr, function: ast.FunctionDef, policies: tuple[ast.expr, ...]) -> UndoesOne:
    parameters, imports, given, body = parts_of_inner(function)
    if parameters != ("index",):
        raise Unread(f"unknown parameters of {function.name}")
    timeout = None
    match body:
        case [ast.With(items=[ast.withitem(context_expr=limit, optional_vars=None)], body=inner)]:
            limited = fits("time_limit(_amount)", [ast.Expr(limit)])
            if limited is None:
                raise Unread(f"unknown limit {shown(limit)}")
            timeout, body = milliseconds(limited["_amount"]), tuple(inner)
        case _:
            pass
    match body:
        case [ast.Expr(value=call)]:
            call_ = invoked(call, imports)
            return UndoesOne(step=step, due=due, given=given, invoked=call_, timeout=timeout, policies=policies)
        case _:
            raise Unread(f"unknown undoing {shown(*body)}")
