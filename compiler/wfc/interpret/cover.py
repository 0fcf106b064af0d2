"""What a set of scenarios has exercised of a workflow: `wfc test --coverage`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never, final

from wfc.interpret.run import Interpreted
from wfc.interpret.timeline import Moved
from wfc.ir.nodes import Fail, FailAgain, Goto, Node, Succeed, Target, Workflow
from wfc.ir.walk import steps_of, targets_of


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many steps, transitions and compensations there are, and the names of those that no scenario exercised."""

    total: int
    missed: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Exercised of total, rounded down; 100 only when nothing is missed."""
        return 100 if not self.total else 100 * (self.total - len(self.missed)) // self.total


def cover(workflow: Workflow, runs: Iterable[Interpreted]) -> Coverage:
    """The coverage of `workflow` by all `runs` together."""
    reached: set[str] = set()
    edges: set[tuple[str, int]] = set()
    called: set[str] = set()
    for run in runs:
        reached |= run.journal.outcomes.keys()
        called |= {call.address for call in run.journal.calls}
        edges |= {(moved.node, id(moved.edge)) for moved in run.timeline if isinstance(moved, Moved)}
    every = [(node.id, node.id in reached) for node in workflow.nodes]
    for node in workflow.nodes:
        every += [(f"{node.id} {_arrow(node, edge)}", (node.id, id(edge)) in edges) for edge in targets_of(node)]
    undos = [f"{step.id}:undo" for step in steps_of(workflow) if step.compensation]
    every += [(address, address in called) for address in undos]
    return Coverage(total=len(every), missed=tuple(name for name, exercised in every if not exercised))


def _arrow(node: Node, edge: Target) -> str:
    """`-> ship`, or for a failure edge `-x-> notify`."""
    failing = any(edge is catch.target for catch in node.on_failure)
    return f"{'-x->' if failing else '->'} {_end(edge)}"


def _end(edge: Target) -> str:
    match edge:
        case Goto():
            return edge.step
        case Succeed():
            return "SUCCEED"
        case Fail():
            return f"Fail({edge.type})"
        case FailAgain():
            return "FAIL"
        case _:
            assert_never(edge)
