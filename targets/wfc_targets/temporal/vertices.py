"""The control-flow graph as structured code needs it: one vertex for each thing that is decided.

A step with conditions is two vertices, `score` for the operation and `score?` for the way on, since a failure in the
second is not handled by the step's own edges (S4). The end of the run is a vertex too: paths join there like anywhere.
Not so in a block that yields a value, since that is the output of whatever step the block ended with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from wfc.ir.expressions import Logical
from wfc.ir.nodes import Arm, Catch, Choice, Goto, Node, Succeed, Target
from wfc.ir.types import Bool

END = "end?"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """`arms` are the ways on after success, `catches` those after failure."""

    id: str
    node: Node
    performs: bool
    arms: tuple[Arm, ...]
    catches: tuple[Catch, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """`vertices` in an order in which every edge leads forward, without END; `entries` counts edges into each.

    `yields`: every end of this list of steps has a value of its own.
    """

    start: str
    yields: bool
    vertices: Mapping[str, Vertex]
    entries: Mapping[str, int]
    dominator: Mapping[str, str]


def build_graph(nodes: Sequence[Node], entry: str, *, yields: bool) -> Graph:
    """Vertices, how many edges enter each, and each one's immediate dominator."""
    vertices = {vertex.id: vertex for node in nodes for vertex in _vertices(node)}
    arrivals: dict[str, list[str]] = {}
    for vertex in vertices.values():
        for target in _targets(vertex):
            if (after := goes_to(target, yields=yields)) is not None:
                arrivals.setdefault(after, []).append(vertex.id)
    return Graph(
        start=entry,
        yields=yields,
        vertices=vertices,
        entries={vertex: len(sources) for vertex, sources in arrivals.items()},
        dominator=_dominators((*vertices, END), arrivals),
    )


def goes_to(target: Target, *, yields: bool) -> str | None:
    """The vertex a target leads to; None when it ends the list of steps there and then."""
    match target:
        case Goto():
            return target.step
        case Succeed() if not yields:
            return END
        case _:
            return None


def _vertices(node: Node) -> Iterable[Vertex]:
    match node:
        case Choice():
            yield Vertex(id=node.id, node=node, performs=False, arms=_merged(node.arms), catches=node.on_failure)
        case _ if len(node.on_success) == 1:
            yield Vertex(id=node.id, node=node, performs=True, arms=node.on_success, catches=node.on_failure)
        case _:
            after = Arm(condition=None, target=Goto(step=f"{node.id}?", span=node.span))
            yield Vertex(id=node.id, node=node, performs=True, arms=(after,), catches=node.on_failure)
            yield Vertex(id=f"{node.id}?", node=node, performs=False, arms=_merged(node.on_success), catches=())


def _merged(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """Neighbours that lead to the same step as one arm: `if a or b`."""
    found: list[Arm] = []
    for arm in arms:
        last = found[-1] if found else None
        if last and last.condition and arm.condition and _same_step(last.target, arm.target):
            both = Logical(op="or", left=last.condition, right=arm.condition, type=Bool(), span=arm.condition.span)
            found[-1] = Arm(condition=both, target=last.target)
        else:
            found.append(arm)
    return tuple(found)


def _same_step(one: Target, other: Target) -> bool:
    return isinstance(one, Goto) and isinstance(other, Goto) and one.step == other.step


def _targets(vertex: Vertex) -> Iterable[Target]:
    yield from (arm.target for arm in vertex.arms)
    yield from (catch.target for catch in vertex.catches)


def _dominators(order: Iterable[str], arrivals: Mapping[str, list[str]]) -> dict[str, str]:
    """Immediate dominators in one pass over an acyclic graph (Cooper, Harvey, Kennedy).

    `jump` leads far up the tree, so that finding a common ancestor stays logarithmic on long workflows.
    """
    parent: dict[str, str] = {}
    jump: dict[str, str] = {}
    depth: dict[str, int] = {}
    for vertex in order:
        sources = [source for source in arrivals.get(vertex, ()) if source in depth]
        above = sources[0] if sources else vertex
        for source in sources[1:]:
            above = _common(above, source, parent, jump, depth)
        parent[vertex], depth[vertex] = above, depth[above] + 1 if sources else 0
        far = jump.get(above, above)
        jump[vertex] = jump[far] if sources and depth[above] - depth[far] == depth[far] - depth[jump[far]] else above
    return parent


def _common(one: str, other: str, parent: Mapping[str, str], jump: Mapping[str, str], depth: Mapping[str, int]) -> str:
    """The nearest common ancestor in the dominator tree."""
    if depth[one] < depth[other]:
        one, other = other, one
    while depth[one] > depth[other]:
        one = jump[one] if depth[jump[one]] >= depth[other] else parent[one]
    while one != other:
        if jump[one] != jump[other]:
            one, other = jump[one], jump[other]
        else:
            one, other = parent[one], parent[other]
    return one
