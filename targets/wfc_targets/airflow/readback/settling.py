"""Reads the functions that settle a block or a run: joins, the choice of what is undone, the outcome."""

import ast

from wfc_targets.airflow.readback.computing import promise_of
from wfc_targets.airflow.readback.patterns import (
    Unread,
    address,
    expression_fits,
    fits,
    keywords,
    shown,
    text,
    texts,
)
from wfc_targets.airflow.readback.tasks import Task
from wfc_targets.airflow.readback.work import Ended, Gathers, Joins, RollsBack, Tells, Work

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


_ROLLBACK = """
if state(_final) == "success":
    return []
if (last_failure(*FAILING) or {}).get("type") == "AlreadyCompensated":
    return []
due = [_address for step in _steps if _done]
get_current_context()["ti"].xcom_push(key="due", value=_kept)
return due
"""
_SUCCEEDED = 'state(step) == "success"'
_BEHIND = "{step}"


def read_rollback(task: Task) -> Work | None:
    """What is undone."""
    holes = fits(_ROLLBACK, task.body)
    if holes is None:
        return None
    each: tuple[str, ...] = ()
    items, done = "", holes["_done"]
    if of_elements := expression_fits('state(_items) == "success" if step in _each else _done', done):
        each, items, done = texts(of_elements["_each"]), _suffix(of_elements["_items"]), of_elements["_done"]
    steps = texts(holes["_steps"])
    told = expression_fits("[*due, _told]", holes["_kept"])
    if told is None and shown(holes["_kept"]) != "due":
        raise Unread(f"unknown record {shown(holes['_kept'])}")
    return RollsBack(
        final=text(holes["_final"]),
        undo=_suffix(holes["_address"]),
        steps=steps,
        attempted=_attempted(done, steps),
        each=each,
        items=items,
        told=text(told["_told"]) if told else None,
    )


def _suffix(node: ast.expr) -> str:
    found = address(node)
    if not found.startswith(_BEHIND):
        raise Unread(f"no task beside a step: {shown(node)}")
    return found.removeprefix(_BEHIND)


def _attempted(done: ast.expr, steps: tuple[str, ...]) -> tuple[str, ...]:
    if expression_fits(_SUCCEEDED, done) is not None:
        return ()
    if expression_fits("attempted(step)", done) is not None:
        return steps
    if some := expression_fits(f"attempted(step) if step in _steps else {_SUCCEEDED}", done):
        return texts(some["_steps"])
    raise Unread(f"unknown reason to undo: {shown(done)}")


_OUTCOME = """
if state(_final) == "success":
    return
error = last_failure(*FAILING)
"""
_RECORD = 'error = {**error, "compensation_failed": [one for one in failed if one]}'
_FAIL = """
get_current_context()["ti"].xcom_push(key="error", value=error)
raise AirflowFailException(f"{error['type']}: {error['message']}")
"""


def read_outcome(task: Task) -> Work | None:
    """The end of a run."""
    if fits(_FAIL, task.body[-2:]) is None:
        return None
    left = list(task.body[:-2])
    first = left[0].value if isinstance(left[0], ast.Expr) else None
    promise = promise_of(first) if first is not None else None
    if promise is not None:
        del left[0]
    head = fits(_OUTCOME, left[:2])
    if head is None:
        raise Unread(f"unknown outcome {shown(*left)}")
    undo, each = _failed_undo(left[2:])
    return Tells(final=text(head["_final"]), promise=promise, undo=undo, each=each)


def _failed_undo(left: list[ast.stmt]) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    if not left:
        return None, ()
    some = fits("failed = [failure_of(task_id) for task_id in _tasks]", left[:1])
    if some is None and fits("failed = []", left[:1]) is None:
        raise Unread(f"unknown record of compensations {shown(left[0])}")
    if fits(_RECORD, left[-1:]) is None:
        raise Unread(f"unknown record of compensations {shown(left[-1])}")
    each = []
    for one in left[1:-1]:
        holes = fits('failed += pull(_task, "failed") or []', [one])
        if holes is None:
            raise Unread(f"unknown record of compensations {shown(one)}")
        each.append(text(holes["_task"]))
    return texts(some["_tasks"]) if some else (), tuple(each)
