"""What holds for every run of every workflow, tried on random ones: rules that need no expectations of their own.

The oracles here know the order of nodes and what a journal says, and nothing of how the interpreter works.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.generate.examples import EVERYTHING, Example, Shelf, check_examples
from wfc.interpret.run import interpret
from wfc.ir.nodes import Call, ForEach, Node, Step, Workflow
from wfc.ir.walk import all_nodes, blocks_of, undoable
from wfc.scenario.journal import Journal
from wfc.scenario.spelling import without_indexes

MOST = 100


def test_what_is_due_is_undone_in_reverse_canonical_order(tmp_path: Path) -> None:
    check_examples(check_undone, Shelf(tmp_path), EVERYTHING, MOST)


def check_undone(example: Example) -> None:
    for case in example.cases:
        journal = interpret(case.workflow, case.scenario).journal
        undone = list(dict.fromkeys(_stem(call.address) for call in journal.calls if _is_own_undo(call.address)))
        assert undone == sorted(undone, key=lambda address: place(case.workflow, address), reverse=True)
        unable = {failure.step for failure in journal.compensation_failed if "/" not in failure.step} - {"told"}
        due = set(_due(case.workflow, journal)) if journal.status != "succeeded" else set()
        unsure = _failed_calls(case.workflow, journal)
        assert (set(undone) | unable) - unsure == due - unsure


def place(workflow: Workflow, address: str) -> tuple[int, ...]:
    """Where a node stands: its number in its list, behind those of the nodes, branches and elements around it."""
    indexes = iter(re.findall(r"\[(\d+)\]", address))
    [path] = [path for id, path in _paths(workflow.nodes, ()) if id == address.partition("[")[0]]
    return tuple(int(next(indexes)) if number is None else number for number in path)


def _paths(nodes: tuple[Node, ...], around: tuple[int | None, ...]) -> Iterator[tuple[str, tuple[int | None, ...]]]:
    for number, node in enumerate(nodes):
        yield node.id, (*around, number)
        for branch, block in enumerate(blocks_of(node)):
            yield from _paths(block.nodes, (*around, number, None if isinstance(node, ForEach) else branch))


def _is_own_undo(address: str) -> bool:
    return address.endswith(":undo") and "/" not in address


def _stem(address: str) -> str:
    return address.removesuffix(":undo")


def _failed_calls(workflow: Workflow, journal: Journal) -> set[str]:
    """Whether such a call was attempted depends on the type of its failure, which is in no journal once handled."""
    calls = {node.id for node in all_nodes(workflow) if isinstance(node, Call)}
    return {
        address for address, how in journal.outcomes.items() if without_indexes(address) in calls and how == "failed"
    }


def _due(workflow: Workflow, journal: Journal) -> Iterator[str]:
    """By what the journal says: completed, or where that is enough, attempted."""
    attempted = {call.address.partition("/")[0] for call in journal.calls}
    for node in undoable(workflow):
        assert isinstance(node, Step | Call)
        assert node.compensation is not None
        for address in attempted | journal.outcomes.keys():
            if without_indexes(address) == node.id:
                completed = journal.outcomes.get(address) == "succeeded"
                if completed or (node.compensation.when == "attempted" and address in attempted):
                    yield address
