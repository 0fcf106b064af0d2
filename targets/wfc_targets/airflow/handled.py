"""Which failure is the one handled last, at each node: what `error` means there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.nodes import Goto, Workflow
from wfc.ir.walk import all_nodes, arms_of, blocks_of


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How each node can be reached: from which nodes when these have succeeded, from which when they have failed."""

    positions: Mapping[str, int]
    succeeded: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, tuple[str, ...]]

    def handled_before(self, node: str) -> tuple[str, ...]:
        """The nodes whose failure may be the one handled last on a way to this one, the latest first."""
        found: set[str] = set()
        seen, ahead = {node}, [node]
        while ahead:
            one = ahead.pop()
            found.update(self.failed[one])
            new = [before for before in self.succeeded[one] if before not in seen]
            seen.update(new)
            ahead += new
        return tuple(sorted(found, key=self.positions.__getitem__, reverse=True))


def arrivals(workflow: Workflow) -> Arrivals:
    """The arrivals at every node of a workflow."""
    nodes = all_nodes(workflow)
    succeeded: dict[str, list[str]] = {node.id: [] for node in nodes}
    failed: dict[str, list[str]] = {node.id: [] for node in nodes}
    for node in nodes:
        for block in blocks_of(node):
            succeeded[block.entry].append(node.id)  # before its own steps come those before the node around it
        for arm in arms_of(node):
            if isinstance(arm.target, Goto):
                succeeded[arm.target.step].append(node.id)
        for catch in node.on_failure:
            if isinstance(catch.target, Goto):
                failed[catch.target.step].append(node.id)
    return Arrivals(
        positions={node.id: place for place, node in enumerate(nodes)},
        succeeded={one: tuple(before) for one, before in succeeded.items()},
        failed={one: tuple(before) for one, before in failed.items()},
    )
