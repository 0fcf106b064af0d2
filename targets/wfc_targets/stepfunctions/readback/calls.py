"""What a task calls: the operation, its input and key, the time it has."""

from collections.abc import Iterator, Mapping
from typing import Any

from wfc.ir.nodes import Step
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback.definition import INVOKE, State, tree_of
from wfc_targets.stepfunctions.readback.lambdas import EntryPoint
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import key
from wfc_targets.stepfunctions.readback.scopes import indexes
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

Stated = Iterator[tuple[str, Aspect, object]]
EntryPoints = Mapping[str, EntryPoint]
"""The entry points of `handlers.py`, by the placeholder that a definition calls them by."""


def call_facts(reading: Reading, points: EntryPoints, state: State, place: str) -> Stated:
    """The facts of a task that calls an operation."""
    point = entry_point(points, state, {"FunctionName", "Payload"})
    yield place, Aspect.OPERATION, point.handler
    given = reading.tree(tree_of(state.arguments["Payload"]), state)
    beside: Mapping[str, Tree] = {}
    if point.wrapped or (point.ignorant and given != ("dict", ())):
        beside = _beside(state, given)
        given = beside["input"]
    yield place, Aspect.INPUTS, None if given == ("dict", ()) else given
    yield place, Aspect.KEY, _key(reading, state, place, beside.get("idempotency_key")) if point.takes_key else None
    yield place, Aspect.TIMEOUT, timeout(reading, state)


def timeout(reading: Reading, state: State) -> Tree | None:
    """The seconds that a task has."""
    found = state.tree("TimeoutSeconds")
    return None if found is None else reading.tree(found, state)


def entry_point(points: EntryPoints, state: State, arguments: set[str]) -> EntryPoint:
    """What a task calls."""
    given: Mapping[str, Any] = state.arguments
    if state.resource != INVOKE or set(given) != arguments or given["FunctionName"] not in points:
        raise Unreadable(f"{state.name} does not call a function as ours do")
    return points[given["FunctionName"]]


def _beside(state: State, given: Tree) -> Mapping[str, Tree]:
    found = {name[2]: one for name, one in given[1]} if given[0] == "dict" else {}
    if "input" not in found or found.keys() - {"input", "idempotency_key", "limit"}:
        raise Unreadable(f"{state.name} gives its function {', '.join(found)}")
    return found


def _key(reading: Reading, state: State, place: str, stated: Tree | None) -> object:
    """The place, if the key is what the language says it is."""
    node, colon, role = place.partition(":")
    wanted = key(node, indexes(state.scope), colon + role)
    one = reading.nodes.get(node)
    if not role and isinstance(one, Step) and one.poll:
        again = shape("$exists($polls) ? ':poll' & ($polls + 1) : ''", polls=("read", "polls", node))
        wanted = settled(("op", "&", wanted, again))
    return place if stated == wanted else stated


def limit_of(reading: Reading, state: State) -> Tree | None:
    """The bytes that the result of a task may have."""
    given = reading.tree(tree_of(state.arguments["Payload"]), state)
    return next((one for name, one in given[1] if name == const("limit")), None) if given[0] == "dict" else None
