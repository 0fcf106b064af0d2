"""When two journals mean the same (docs/semantics.md, "What a journal leaves out").

Calls are compared as a partial order: those of one lane (a branch, an element, or what is in neither) stand in order,
those of different lanes of one `Parallel` or `ForEach` do not, and alerts and reminders may stand anywhere.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from itertools import groupby, takewhile
from typing import TypeAlias

from wfc.ir.nodes import Call as CallNode
from wfc.ir.nodes import ForEach, Parallel, Workflow
from wfc.ir.walk import all_nodes, child_of, places
from wfc.scenario.journal import Call, Journal, Json, same_json
from wfc.scenario.spelling import runs_beside, without_indexes

Lane: TypeAlias = tuple[tuple[str, int], ...]
"""From the outside in: each `Parallel` and `ForEach` around a call, with the number of the branch or the element."""

_Pattern: TypeAlias = tuple[tuple[str, int | None], ...]
"""A lane without its elements: None where an address has an index."""

_INDEX = re.compile(r"\[(\d+)\]")


def differences(expected: Journal, actual: Journal, workflow: Workflow) -> tuple[str, ...]:
    """What a reader must know when two journals of `workflow` are not equal, one line each; none if they are."""
    found = [
        f"{name}: expected {one!r}, got {two!r}"
        for name in ("status", "output", "error", "compensation_failed", "outcomes", "sla_breaches")
        if not same_json(one := _value(expected, name), two := _value(actual, name))
    ]
    changed, unpaired = _pair(expected.calls, actual.calls)
    patterns = dict(_patterns(workflow, "", ()))
    misplaced = [] if unpaired else _first_misplaced(_in_order(expected, patterns), _in_order(actual, patterns))
    return (*found, *changed, *unpaired, *misplaced)


def _value(journal: Journal, name: str) -> Json:
    value = getattr(journal, name)
    if name == "compensation_failed":
        return sorted(map(asdict, value), key=lambda failure: (failure["step"], failure["type"], failure["message"]))
    return asdict(value) if name == "error" and value else value


def _pair(expected: tuple[Call, ...], actual: tuple[Call, ...]) -> tuple[list[str], list[str]]:
    """Which calls have something else in them, and which are there in one journal only."""
    waiting: dict[tuple[str, int], list[Call]] = defaultdict(list)
    for call in reversed(actual):
        waiting[call.address, call.attempt].append(call)
    changed, unpaired = [], []
    for call in expected:
        same = waiting[call.address, call.attempt]
        if not same:
            unpaired.append(f"call missing: {call!r}")
        elif not same_json(asdict(call), asdict(other := same.pop())):
            changed.append(f"call: expected {call!r}, got {other!r}")
    return changed, unpaired + [f"call too many: {call!r}" for calls in waiting.values() for call in reversed(calls)]


def concurrency(workflow: Workflow) -> Callable[[str, str], bool]:
    """Whether two calls of the workflow, by their addresses, may stand in either order."""
    patterns = dict(_patterns(workflow, "", ()))

    @cache
    def lane(address: str) -> Lane:
        return _lane(address, patterns)

    def concurrent(one: str, two: str) -> bool:
        places = zip(lane(one), lane(two), strict=False)
        return any(here != there for here, there in takewhile(lambda pair: pair[0][0] == pair[1][0], places))

    return concurrent


def _first_misplaced(expected: list[Call], actual: list[Call]) -> list[str]:
    names = ([f"{call.address} (attempt {call.attempt})" for call in calls] for calls in (expected, actual))
    return [f"order of calls: expected {one}, got {two}" for one, two in zip(*names, strict=True) if one != two][:1]


def _in_order(journal: Journal, patterns: dict[str, _Pattern]) -> list[Call]:
    """All but those beside the workflow, in one order for all journals that differ only in how lanes interleave."""
    calls = [(_lane(call.address, patterns), call) for call in journal.calls if not runs_beside(call.address)]
    return list(_lane_by_lane(calls, 0))


def _lane_by_lane(calls: list[tuple[Lane, Call]], depth: int) -> Iterator[Call]:
    """The calls of one lane at `depth`; what comes together from one node is put branch by branch, element by element.

    Two calls that are not concurrent never change places by this.
    """
    for node, together in groupby(calls, lambda one: one[0][depth][0] if len(one[0]) > depth else None):
        if node is None:
            yield from (call for _, call in together)
            continue
        by_lane = sorted(together, key=lambda one: one[0][depth][1])
        for _, inside in groupby(by_lane, lambda one: one[0][depth][1]):
            yield from _lane_by_lane(list(inside), depth + 1)


def _lane(address: str, patterns: dict[str, _Pattern]) -> Lane:
    """What is no node of a list (a compensation, `after_compensation`) is its run's, and stands where that does."""
    step, _, role = address.partition(":")
    name, indexes = without_indexes(step), iter(_INDEX.findall(step))
    if role == "undo" or name not in patterns:
        name = name.rpartition("/")[0]
    return tuple(
        (node, int(next(indexes, -1)) if number is None else number) for node, number in patterns.get(name, ())
    )


def _patterns(workflow: Workflow, run: str, around: _Pattern) -> Iterator[tuple[str, _Pattern]]:
    """By address without indexes, for the nodes of a run and of those it calls; `run` is its address."""
    inside = {
        id: around + tuple((f"{run}{node.id}", _number(node, branch)) for node, branch in place)
        for id, place in places(workflow).items()
    }
    for node in all_nodes(workflow):
        yield f"{run}{node.id}", inside[node.id]
        if isinstance(node, CallNode):
            yield from _patterns(child_of(workflow, node), f"{run}{node.id}/", inside[node.id])


def _number(node: Parallel | ForEach, branch: str) -> int | None:
    return None if isinstance(node, ForEach) else [block.name for block in node.branches].index(branch)
