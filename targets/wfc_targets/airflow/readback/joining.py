"""Reads the functions that join branches and gather elements."""

import ast

from wfc_targets.airflow.readback.patterns import (
    Unread,
    fits,
    keywords,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.settled_work import Ended, Gathers, Joins
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Work

_EACH = "[_ended for index in range(len(listed(_items)))]"


_EACH_LATE = """
for index in range(len(listed(_items))):
    out_of_time(_failing, index)
"""


def read_join(task: Task) -> Work | None:
    """How each branch has ended."""
    left, late = list(task.body), []
    while holes := fits("out_of_time(_failing)", left[:1]):
        late.append(texts(holes["_failing"]))
        del left[0]
    match left:
        case [ast.Return(value=ast.Dict(keys=[*names], values=[*values]))] if values and all(map(_is_ended, values)):
            pairs = zip(names, values, strict=True)
            found = tuple((text(name), _ended(value)) for name, value in pairs if name is not None)
            return Joins(branches=found, late=tuple(late))
        case _:
            return None


def read_gathering(task: Task) -> Work | None:
    """How each element has ended."""
    left, late = list(task.body), fits(_EACH_LATE, task.body[:1])
    if late:
        del left[0]
    holes = fits(f"return {_EACH}", left)
    if holes is None:
        return None
    ended = holes["_ended"]
    if (
        not isinstance(ended, ast.Call)
        or shown(*[one.value for one in ended.keywords if one.arg == "index"]) != "index"
    ):
        raise Unread(f"not of the element: {shown(ended)}")
    items = text(holes["_items"])
    if late and text(late["_items"]) != items:
        raise Unread(f"two lists of items in {task.id}")
    return Gathers(items=items, element=_ended(ended), late=(texts(late["_failing"]),) if late else ())


def _is_ended(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ended"


def _ended(node: ast.expr) -> Ended:
    if not isinstance(node, ast.Call) or not _is_ended(node) or len(node.args) != 1:
        raise Unread(f"no end of a block: {shown(node)}")
    named = keywords(node)
    named.pop("index", None)
    if not {"failing", "last"} <= named.keys() <= {"failing", "last", "silent"}:
        raise Unread(f"unknown arguments of {shown(node)}")
    lists = {name: texts(one) for name, one in named.items()}
    return Ended(final=text(node.args[0]), failing=lists["failing"], last=lists["last"], silent=lists.get("silent", ()))
