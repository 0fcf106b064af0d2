"""What a set of scenarios has exercised of a workflow: `wfc test --coverage`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never, final

from wfc.interpret.run import Interpreted
from wfc.interpret.timeline import Decided, Moved
from wfc.ir.nodes import Approval, Fail, FailAgain, Goto, Node, Succeed, Target, Workflow
from wfc.ir.walk import all_nodes, targets_of, undoable
from wfc.scenario.spelling import without_indexes


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many steps, transitions, decisions and compensations there are, and the names of those that no scenario has
    exercised.
    """

    total: int
    missed: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Exercised of total, rounded down; 100 only when nothing is missed."""
        return 100 if not self.total else 100 * (self.total - len(self.missed)) // self.total


def cover(workflow: Workflow, runs: Iterable[Interpreted]) -> Coverage:
    """The coverage of `workflow` by all `runs` together."""
    happened = {name for run in runs for name in _happened(run)}
    every = [*_items(workflow)]
    return Coverage(total=len(every), missed=tuple(name for name, item in every if item not in happened))


_Item: TypeAlias = str | tuple[str, str] | tuple[str, int]
"""A node or call by its address without indexes, a node with a decision, or with the identity of an edge."""


def _items(workflow: Workflow) -> Iterator[tuple[str, _Item]]:
    """All there is to exercise, each with its name. What a workflow calls has scenarios of its own."""
    nodes = all_nodes(workflow)
    for node in nodes:
        yield node.id, node.id
    for node in nodes:
        for edge in targets_of(node):
            yield f"{node.id} {_arrow(node, edge)}", (node.id, id(edge))
        if isinstance(node, Approval):  # the other decisions are edges
            for decision in node.fails:
                if decision == "timeout" and node.timeout is None:
                    continue  # it waits for ever
                yield f"{node.id} {decision}", (node.id, decision)
    for node in undoable(workflow):
        yield f"{node.id}:undo", f"{node.id}:undo"
    if told := workflow.after_compensation:
        yield told.id, told.id


def _happened(run: Interpreted) -> Iterator[_Item]:
    for address in (*run.journal.outcomes, *(call.address for call in run.journal.calls)):
        yield without_indexes(address)
    for event in run.timeline:
        match event:
            case Moved():
                yield without_indexes(event.address), id(event.edge)
            case Decided():
                yield without_indexes(event.address), event.decision
            case _:
                pass


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
