"""What holds for every run of every workflow, tried on random ones: rules that need no expectations of their own.

The oracles here know the order of nodes and what a journal says, and nothing of how the interpreter works.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.conformance.random_blocks import random_blocks
from tests.conformance.random_specs import random_cases, written_cases
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.nodes import Call, ForEach, Node, Step, Workflow
from wfc.ir.walk import all_nodes, blocks_of, undoable
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal, from_json, to_json
from wfc.scenario.spelling import without_indexes

SEEDS = range(1000 if os.environ.get("WFC_DEEP") else 40)
MOST = 40
"""So many scenarios of each workflow."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@cache
def cases_of(seed: int, folder: Path) -> tuple[Case, ...]:
    return tuple(islice(random_cases(seed, random_blocks, folder), MOST))


def test_the_checks_let_enough_random_specs_pass(folder: Path) -> None:
    assert sum(bool(cases_of(seed, folder)) for seed in SEEDS) >= len(SEEDS) // 3


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_due_is_undone_in_reverse_canonical_order(seed: int, folder: Path) -> None:
    for case in cases_of(seed, folder):
        journal = interpret(case.workflow, case.scenario).journal
        undone = list(dict.fromkeys(_stem(call.address) for call in journal.calls if _is_own_undo(call.address)))
        assert undone == sorted(undone, key=lambda address: place(case.workflow, address), reverse=True), case.name
        unable = {failure.step for failure in journal.compensation_failed if "/" not in failure.step} - {"told"}
        due = set(_due(case.workflow, journal)) if journal.status != "succeeded" else set()
        unsure = _failed_calls(case.workflow, journal)
        assert (set(undone) | unable) - unsure == due - unsure, case.name


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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_names_of_steps_mean_nothing(seed: int, folder: Path) -> None:
    text = random_blocks(seed)
    renamed = re.sub(r"""(['"])s(\d\w*)\1""", r"\1zz\2\1", text)
    assert renamed != text
    for before, after in _pairs(seed, text, renamed, folder):
        journal = json.dumps(to_json(interpret(after.workflow, after.scenario).journal))
        found = from_json(json.loads(re.sub(r"\bzz(\d)", r"s\1", journal)))
        assert differences(interpret(before.workflow, before.scenario).journal, found, before.workflow) == ()


NEVER = """Step(id="never", operation=Work, inputs=lambda input: {'amount': input.amount}, on_success=Fail('Never'),
    compensation=Compensation(Undo, inputs=lambda output, error: {'ref': output.ref, 'why': error.type}))"""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_way_that_is_never_taken_changes_nothing(seed: int, folder: Path) -> None:
    text = random_blocks(seed)
    gate = 'Choice(id="gate", transitions=[When(lambda input: input.amount < 0, "never"), Otherwise(NEXT)])'
    head, flow = text.split("flow = ")
    longer = flow.replace("steps=[", f"steps=[{gate}, ", 1).replace("handlers=[", f"handlers=[{NEVER}, ", 1)
    for before, after in _pairs(seed, text, f"{head}flow = {longer}", folder):
        journal = to_json(interpret(after.workflow, after.scenario).journal)
        assert journal["outcomes"].pop("gate", "succeeded") == "succeeded"
        found = from_json(journal)
        assert differences(interpret(before.workflow, before.scenario).journal, found, before.workflow) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_how_many_elements_run_at_once_changes_nothing_but_the_time(seed: int, folder: Path) -> None:
    text = random_blocks(seed)
    if "deadline=" in text or "in_flight=" in text:
        return
    unlimited = re.sub(r", max_concurrency=\d", "", text)
    for before, after in _pairs(seed, text, unlimited, folder):
        journal = interpret(after.workflow, after.scenario).journal
        assert differences(interpret(before.workflow, before.scenario).journal, journal, before.workflow) == ()


def _pairs(seed: int, text: str, other: str, folder: Path) -> Iterator[tuple[Case, Case]]:
    """The same scenarios of a spec and of a changed one."""
    before = written_cases(f"before_{seed}", seed, text, folder)
    return zip(before, written_cases(f"after_{seed}", seed, other, folder), strict=True)
