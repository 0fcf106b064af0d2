"""Reads the functions that choose: routes, choices and the conditions of a choice."""

import ast

from wfc_targets.airflow.readback.called_work import Evaluated
from wfc_targets.airflow.readback.calling import evaluated
from wfc_targets.airflow.readback.chosen_work import Chooses, End, Follow, Picks, Raise, Stop
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, fits, shown, text, texts
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work

_OF_TYPE = 'failure and failure["type"] == _type'
_OF_TYPES = 'failure and failure["type"] in _types'
_LATE = """
if failure and failure["type"] == "Deadline":
    return []
"""


def read_choice(task: Task) -> Work | None:
    """What follows, by failure and by conditions."""
    if not _may_choose(task):
        return None
    left = list(task.body)
    failing, late, catches = _failure(left)
    picked = _take(left, "picked = pull(_task)")
    arms = [_picked(one, place) if picked else _arm(one) for place, one in enumerate(left)]
    if not arms or any(condition is None for condition, _ in arms[:-1]) or arms[-1][0] is not None:
        raise Unread(f"unknown choice {shown(*task.body)}")
    return Chooses(
        failing=failing, late=late, catches=catches, picked=text(picked["_task"]) if picked else None, arms=tuple(arms)
    )


def read_pick(task: Task) -> Work | None:
    """The numbers of conditions, each in its place."""
    last = task.body[-1]
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and type(last.value.value) is int):
        return None
    arms = []
    for place, one in enumerate(task.body):
        condition, found = _condition(one), one.body if isinstance(one, ast.If) else [one]
        if fits(f"return {place}", found) is None or (condition is None) != (one is last):
            raise Unread(f"unknown choice {shown(*task.body)}")
        arms.append(condition)
    return Picks(arms=tuple(arms))


def _may_choose(task: Task) -> bool:
    """A result, and the items of a list, can look like a choice."""
    recorded = task.guards.get("recorded")
    of_the_run = recorded is not None and not recorded.args
    no_items = recorded is None or fits("return []", task.body) is None
    ends = task.body[-1]
    return no_items and not of_the_run and _end_of([ends]) is not None


def _failure(left: list[ast.stmt]) -> tuple[str | None, bool, tuple[tuple[tuple[str, ...], End], ...]]:
    """Takes away what is done about a failure."""
    first = left[0]
    if isinstance(first, ast.If) and (short := expression_fits("failure_of(_task)", first.test)):
        del left[0]
        return text(short["_task"]), False, (((), _end(first)),)
    named = _take(left, "failure = failure_of(_task)")
    if named is None:
        return None, False, ()
    late = _take(left, _LATE) is not None
    catches: list[tuple[tuple[str, ...], End]] = []
    while left and isinstance(one := left[0], ast.If) and (types := _types(one.test)) is not None:
        del left[0]
        if types or fits("return []", one.body) is None:
            catches.append((types, _end(one)))
        if not types:
            return text(named["_task"]), late, tuple(catches)
    raise Unread("a route in which a failure goes on as if there was none")


def _types(test: ast.expr) -> tuple[str, ...] | None:
    """The types a test is for: none for all of them; None when it is no test of a failure."""
    if holes := expression_fits(_OF_TYPE, test):
        return (text(holes["_type"]),)
    if holes := expression_fits(_OF_TYPES, test):
        return texts(holes["_types"])
    return () if expression_fits("failure", test) is not None else None


def _take(left: list[ast.stmt], pattern: str) -> dict[str, ast.expr] | None:
    holes = fits(pattern, left[:1])
    if holes is not None:
        del left[0]
    return holes


def _condition(statement: ast.stmt) -> Evaluated | None:
    return evaluated(statement.test) if isinstance(statement, ast.If) else None


def _arm(statement: ast.stmt) -> tuple[Evaluated | None, End]:
    return _condition(statement), _end(statement)


def _picked(statement: ast.stmt, place: int) -> tuple[Evaluated | None, End]:
    """By its number; the condition itself stands where it was picked."""
    if not isinstance(statement, ast.If):
        return None, _end(statement)
    if expression_fits(f"picked == {place}", statement.test) is None:
        raise Unread(f"a number out of order: {shown(statement)}")
    return Evaluated(node=statement.test, guarded=None), _end(statement)


def _end(statement: ast.stmt) -> End:
    if isinstance(statement, ast.If) and statement.orelse:
        raise Unread(f"unknown choice {shown(statement)}")
    found = _end_of(statement.body if isinstance(statement, ast.If) else [statement])
    if found is None:
        raise Unread(f"unknown end {shown(statement)}")
    return found


def _end_of(body: list[ast.stmt]) -> End | None:
    match body:
        case [ast.Return(value=ast.Constant(value=str(task)))]:
            return Follow(task=task)
        case [ast.Return(value=ast.List(elts=[]))]:
            return Stop()
        case [ast.Raise(exc=ast.Call(func=ast.Name(id="Failed"), args=[kind, message], keywords=[]), cause=None)]:
            return Raise(type=text(kind), message=_message(message))
        case _:
            return None


def _message(node: ast.expr) -> Evaluated:
    match node:
        case ast.Call(func=ast.Name(id="text_of"), args=[ast.Lambda(args=ast.arguments(args=[]), body=body)]):
            return Evaluated(node=body, guarded=True)
        case _:
            return Evaluated(node=node, guarded=False)
