"""How long a run takes at least if it is to succeed: the shortest way to an end with success.

Operations, events and people are as quick as can be; only waits of a known length take time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.analysis.bounds import NOTHING, Bound, known, summed
from wfc.ir.expressions import ListDisplay
from wfc.ir.nodes import Block, Call, ForEach, Goto, Node, Parallel, Succeed, Target, Wait, Workflow
from wfc.ir.walk import arms_of

Children: TypeAlias = Mapping[tuple[str, str], Bound | None]
"""The shortest way through each called workflow, by key and version."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The shortest way to success, None when there is none, and to any end at all."""

    success: Bound | None
    end: Bound


def best_of_workflow(workflow: Workflow) -> Bound | None:
    """The shortest way to success; None when there is none."""
    children = {(child.key, child.version): best_of_workflow(child) for child in workflow.children}
    return _best(workflow, children).success


def _best(block: Block | Workflow, children: Children) -> Best:
    ahead: dict[str, Best] = {}
    for node in reversed(block.nodes):  # canonical order is topological
        own = _own(node, children)
        behind = [(own.success, _rest(arm.target, ahead)) for arm in arms_of(node)]
        behind += [(own.end, _rest(catch.target, ahead)) for catch in node.on_failure]
        ahead[node.id] = Best(
            success=_shortest(_then(first, rest.success) for first, rest in behind),
            end=_shortest([own.end, *(_then(first, rest.end) for first, rest in behind)]) or NOTHING,
        )
    return ahead[block.entry]


def _rest(target: Target, ahead: Mapping[str, Best]) -> Best:
    if isinstance(target, Goto):
        return ahead[target.step]
    return Best(success=NOTHING if isinstance(target, Succeed) else None, end=NOTHING)


def _then(first: Bound | None, rest: Bound | None) -> Bound | None:
    return None if first is None or rest is None else summed((first, rest))


def _shortest(ways: Iterable[Bound | None]) -> Bound | None:
    return min((way for way in ways if way is not None), key=_total, default=None)


def _total(bound: Bound) -> int:
    return bound.total


def _own(node: Node, children: Children) -> Best:
    """What a node takes at least. One that fails has waited for all of its branches."""
    match node:
        case Wait(duration=int() as duration):
            return Best(success=known(node.id, duration), end=known(node.id, duration))
        case Parallel():
            branches = [_best(block, children) for block in node.branches]
            bounds = [best.success for best in branches if best.success is not None]
            success = max(bounds, key=_total) if len(bounds) == len(branches) else None
            return Best(success=success, end=max((best.end for best in branches), key=_total))
        case ForEach(items=ListDisplay(items=(_, *_))):
            return _best(node.body, children)
        case Call():
            return Best(success=children[node.workflow, node.version], end=NOTHING)
        case _:
            return Best(success=NOTHING, end=NOTHING)
