"""A task and the DAG around it, as they are made and wired."""

import ast
from dataclasses import dataclass, field
from typing import final

from wfc_targets.airflow.readback.patterns import Unread, fits, keywords, text


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A task as it is made: of a function, or of an operator with these arguments. `groups`: the task groups around
    it. `over`: the task with the items that it is mapped over; `alone`: by itself, so that it is given `item`.
    """

    id: str
    function: ast.FunctionDef | None
    operator: str
    arguments: dict[str, ast.expr]
    groups: tuple[str, ...]
    over: str | None = None
    alone: bool = False


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """Tasks by id, arrows between them, and the title of each task group."""

    tasks: dict[str, Made] = field(default_factory=dict)
    arrows: list[tuple[str, str]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)


def is_group(function: ast.FunctionDef) -> bool:
    """A function that is a mapped task group."""
    return fits("task_group(prefix_group_id=False)", [ast.Expr(one) for one in function.decorator_list]) is not None


def of_function(function: ast.FunctionDef, groups: tuple[str, ...]) -> Made:
    """A task has the name of its function, unless its decorator says another."""
    if is_group(function) or not function.decorator_list:
        raise Unread(f"{function.name} is no task")
    first = function.decorator_list[0]
    named = keywords(first).get("task_id") if isinstance(first, ast.Call) else None
    task = text(named) if named else function.name
    return Made(id=task, function=function, operator="", arguments={}, groups=groups)
