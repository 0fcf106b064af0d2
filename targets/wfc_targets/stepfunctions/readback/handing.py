"""What states hand on beside their variables: in an element it is the element, and how much of it there may be."""

from collections.abc import Iterator

from wfc.ir.nodes import ForEach, Parallel, Step, Succeed
from wfc.ir.walk import arms_of, undoable
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.calls import limit_of
from wfc_targets.stepfunctions.readback.definition import Scope, State, every_state
from wfc_targets.stepfunctions.readback.failing import can_fail
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.syntax import NULL, Tree, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

_ALL = 240_000
"""Bytes that all legs may bring out."""
_LIMIT: Tree = ("states", "input", "limit")
_HANDING = {"Task", "Parallel", "Map"}


def handing_differences(reading: Reading) -> Iterator[str]:
    """What is handed on, or limited, otherwise than it should be."""
    for state in every_state(reading.machine):
        wanted = ("states", "input") if _in_element(state.scope) else None
        for way in state.ways if state.kind in _HANDING else ():
            given = None if way.output is None else reading.tree(way.output, state)
            if way.to is not None and given != wanted:
                yield f"{state.name} hands on {given}"
        node = reading.nodes.get(state.name)
        if isinstance(node, Step) and limit_of(reading, state) not in _result_limits(reading, state):
            yield f"the result of {state.name} may have {limit_of(reading, state)} bytes"
        if isinstance(node, ForEach) and _selected(reading, state) != _element_limit(reading, state):
            yield f"each element of {state.name} may bring out {_selected(reading, state)} bytes"


def _in_element(scope: Scope | None) -> bool:
    return scope is not None and (scope.looping or _in_element(scope.outer))


def _selected(reading: Reading, state: State) -> Tree | None:
    given = reading.tree(state.tree("ItemSelector") or NULL, state)
    return next((one for name, one in given[1] if name == const("limit")), None)


MOST_PARTS = 64
"""So many values at most are counted on to share what a leg may bring out."""


def _result_limits(reading: Reading, state: State) -> tuple[Tree | None, ...]:
    """What a step may bring out: a part of what its leg may. How many parts there are hangs on what edges can lead to,
    so any number of them will do; what is brought out by nobody has a limit for nothing.
    """
    scope = state.scope
    if not scope.holder:
        return (None,)
    whole, legs = _share(reading, scope)
    limits = (_divided(whole, legs * parts) for parts in range(1, MOST_PARTS))
    return (*(() if _is_brought_out(reading, state) else (None,)), *limits)


def _divided(whole: Tree, parts: int) -> Tree:
    if whole == const(_ALL):
        return const(_ALL // parts)
    return settled(shape("$floor($whole / $parts)", whole=whole, parts=const(parts)))


def _element_limit(reading: Reading, state: State) -> Tree | None:
    if not _brings_out(reading, state.inner[0]):
        return None
    whole, legs = _share(reading, state.scope)
    total = shape("$whole / $legs", whole=whole, legs=const(legs)) if legs > 1 else whole
    items = _counted(reading.tree(state.tree("Items") or NULL, state), _selected(reading, state))
    return settled(shape("$floor($total / $count($items))", total=total, items=items))


def may_exceed(reading: Reading, node: Parallel | ForEach) -> bool:
    """Could what legs bring out be too large for the join, in a run that has something to undo or to tell?"""
    workflow, state = reading.workflow, reading.state(node.id)
    undoes = bool(undoable(workflow)) or workflow.after_compensation is not None
    carries = _brings_out(reading, state.inner[0])
    asked = any(way.errors == ("States.DataLimitExceeded",) for way in state.ways)
    return asked or (undoes and (carries or (isinstance(node, ForEach) and can_fail(state))))


def _counted(items: Tree, limit: Tree | None) -> Tree:
    """The items as an expression counts them. A list that is written out stands there in JSONata, as long as it is."""
    match items, limit:
        case ("items", inner), ("call", "floor", (("op", "/", _, ("call", "count", (("list", counted),))),)):
            return ("list", counted) if len(inner) == len(counted) else items
        case _:
            return items


def _is_brought_out(reading: Reading, state: State) -> bool:
    carried = {tree[-1] for end in state.scope.states.values() for _, tree in reading.steps_at(end)}
    ends = any(isinstance(arm.target, Succeed) for arm in arms_of(reading.nodes[state.name]))
    return state.name in carried or (bool(_yields(reading, state.scope)) and ends)


def _yields(reading: Reading, scope: Scope) -> int:
    return int(names.variable(scope.holder) in reading.state(scope.holder).done.assign)


def _brings_out(reading: Reading, scope: Scope) -> bool:
    return bool(_yields(reading, scope)) or any(True for _ in reading.brought_out(scope.holder))


def _share(reading: Reading, scope: Scope) -> tuple[Tree, int]:
    """What a leg may bring out: a whole, and by how many it is divided."""
    if scope.outer is None or not _brings_out(reading, scope):
        return const(_ALL), 1
    if scope.looping:
        return _LIMIT, 1
    whole, legs = _share(reading, scope.outer)
    node = reading.nodes[scope.holder]
    return whole, legs * (len(node.branches) if isinstance(node, Parallel) else 1)
