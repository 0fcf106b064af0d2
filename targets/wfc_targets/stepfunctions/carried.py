"""What must leave the branches and elements that know it: variables are seen only where they were assigned.

A leg of a Parallel ends with the outputs that are read behind the join, or by compensations, which run there; an
element of a ForEach with those that its own compensations read. `$bookSteps` then holds them, by the same names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.ir.nodes import Call, ForEach, Node, Parallel, Step, Workflow
from wfc.ir.walk import Place, all_nodes, nodes_by_id, places, undoable
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.defaults import UNCHECKED
from wfc_targets.stepfunctions.reading import Reading, reads, steps_in


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A variable, and the node inside that it is about."""

    name: str
    node: str


Carries: TypeAlias = Mapping[str, tuple[Carried, ...]]
"""By the node whose branches or elements carry these."""


def carries(workflow: Workflow, readings: Iterable[Reading]) -> Carries:
    """What the legs of every Parallel and ForEach end with."""
    around = places(workflow)
    order = {node.id: number for number, node in enumerate(all_nodes(workflow))}
    found: dict[str, set[tuple[int, str, str]]] = {}
    for container, name, node in _leaving(workflow, tuple(readings), around):
        found.setdefault(container, set()).add((order[node], name, node))
    return {
        container: tuple(Carried(name=name, node=node) for _, name, node in sorted(carried))
        for container, carried in found.items()
    }


def _leaving(
    workflow: Workflow, readings: tuple[Reading, ...], around: Mapping[str, Place]
) -> Iterator[tuple[str, str, str]]:
    nodes = nodes_by_id(workflow)
    for reading in readings:
        for step in steps_in(reading):
            for name in _variables(nodes[step]):
                if reading.place == "undo":
                    yield from _outward(around[step], name, step)
                else:
                    reader = around.get(reading.node, ())
                    yield from ((one.id, name, step) for one, _ in _beyond(around[step], reader))
    for node in undoable(workflow):
        yield from _undone(node, around)


def _variables(node: Node) -> tuple[str, ...]:
    """Of a node with legs there is something also when it has failed."""
    both = (names.variable(node.id), names.errors(node.id))
    return both if isinstance(node, Parallel | ForEach) else both[:1]


def _undone(node: Step | Call, around: Mapping[str, Place]) -> Iterator[tuple[str, str, str]]:
    """What the chain of compensations asks for, and the elements that it goes through."""
    yield from _outward(around[node.id], names.variable(node.id), node.id)
    if node.compensation and node.compensation.when == "attempted":
        yield from _outward(around[node.id], names.attempted(node.id), node.id)
    for one, _ in around[node.id]:
        if isinstance(one, ForEach):
            yield from _outward(around[one.id], names.elements(one.id), one.id)


def _outward(place: Place, name: str, node: str) -> Iterator[tuple[str, str, str]]:
    """From the node to the end of the run, or to the element around it, which is kept as a whole."""
    for one, _ in reversed(place):
        yield one.id, name, node
        if isinstance(one, ForEach):
            return


def _beyond(place: Place, reader: Place) -> Place:
    """The nodes around a step that are not around its reader."""
    common = 0
    while common < min(len(place), len(reader)) and _same(place[common], reader[common]):
        common += 1
    return place[common:]


def _same(one: tuple[Node, str], two: tuple[Node, str]) -> bool:
    return (one[0].id, one[1]) == (two[0].id, two[1])


def located(name: str, place: Place, reader: Place) -> str:
    """A variable about a node at `place`, as states at `reader` find it."""
    beyond = _beyond(place, reader)
    return f"${names.inner_steps(beyond[0][0].id)}.{name}" if beyond else f"${name}"


def item_readers(workflow: Workflow, readings: Iterable[Reading]) -> Mapping[str, frozenset[str]]:
    """The kinds of places at which lambdas see `item`, by the ForEach that it is of."""
    around = places(workflow)
    found: dict[str, frozenset[str]] = {}
    for reading in readings:
        loop = loop_around(around, reading.node)
        if loop is not None and reads(reading, "item"):
            found[loop] = found.get(loop, frozenset()) | {reading.place}
    return found


def loop_around(around: Mapping[str, Place], node: str) -> str | None:
    """The innermost ForEach around a node."""
    return next((one.id for one, _ in reversed(around.get(node, ())) if isinstance(one, ForEach)), None)


def loose_loops(workflow: Workflow, readings: Iterable[Reading]) -> frozenset[str]:
    """The ForEach whose items come from the run's input, which nobody has validated."""
    around = places(workflow)
    found: set[str] = set()
    nodes = nodes_by_id(workflow)
    for reading in readings:
        if not isinstance(nodes.get(reading.node), ForEach) or reading.place != "task":
            continue
        outer = loop_around(around, reading.node)
        if reads(reading, *UNCHECKED) or (reads(reading, "item") and outer in found):
            found.add(reading.node)
    return frozenset(found)
