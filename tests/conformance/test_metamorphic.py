"""Changes to a spec that mean nothing change no journal: not by the book, and not on an engine.

The names of steps, the order of branches that have nothing to do with each other, ways that are never taken, and how
many elements run at once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.conformance.changed_specs import (
    detoured,
    names_back,
    renamed,
    renamed_scenario,
    reordered,
    without_detours,
)
from tests.conformance.conftest import Count, Running, worker
from tests.conformance.deep.player import exact_options
from tests.conformance.generate.examples import EVERYTHING, Example, Shelf, check_examples, words_of
from wfc.cli.playing import left_out, play_on, refusals
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.nodes import Parallel
from wfc.scenario.addresses import located_nodes
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Scenario
from wfc.scenario.spelling import without_indexes
from wfc.target import load_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the text, of scenarios with it, and back again of the journal. `applies`: where it means nothing."""

    spec: Callable[[str], str]
    scenario: Callable[[Scenario], Scenario] = lambda scenario: scenario
    back: Callable[[Journal], Journal] = lambda journal: journal
    applies: Callable[[Case, Journal], bool] = lambda _case, _journal: True


def no_branch_has_failed(case: Case, journal: Journal) -> bool:
    """Which failure is the one of a `Parallel` depends on the order of its branches (P1)."""
    blocks = {at.replace("[]", "") for at, node in located_nodes(case.workflow) if isinstance(node, Parallel)}
    failed = {without_indexes(address) for address, outcome in journal.outcomes.items() if outcome == "failed"}
    return not blocks & failed


def undone_in_any_order(journal: Journal) -> Journal:
    """The order of compensations follows that of the branches (C2)."""
    undone = sorted((call for call in journal.calls if call.address.endswith(":undo")), key=lambda call: call.address)
    return replace(journal, calls=(*(call for call in journal.calls if call not in undone), *undone))


def unlimited(text: str) -> str:
    """Without limits, unless something asks how long it takes."""
    timed = re.search(r"deadline|in_flight|timeout='3s'|sla=", text)
    return text if timed else re.sub(r", max_concurrency=\d", "", text)


CHANGES = {
    "the names of steps": Change(spec=renamed, scenario=renamed_scenario, back=names_back),
    "the order of branches": Change(spec=reordered, back=undone_in_any_order, applies=no_branch_has_failed),
    "ways that are never taken": Change(spec=detoured, back=without_detours),
    "how many elements run at once": Change(spec=unlimited),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_means_nothing_by_the_book(change: Change, tmp_path: Path) -> None:
    def journal_of(case: Case) -> Journal:
        return interpret(case.workflow, case.scenario).journal

    def check(example: Example) -> None:
        compare(change, example, Shelf(tmp_path), journal_of)

    check_examples(check, Shelf(tmp_path), EVERYTHING, most=40)


@pytest.mark.engine
@pytest.mark.parametrize("running", [pytest.param("stepfunctions", marks=worker("stepfunctions", 0))], indirect=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_means_nothing_to_the_generated_code(running: Running, change: Change, tmp_path: Path, count: Count) -> None:
    target, options = running.target, exact_options(running.target)

    def journal_of(case: Case) -> Journal:
        count(f"{target.name}, same journal (changed)")
        return play_on(target, running.engine, options, case)

    def check(example: Example) -> None:
        cases = [
            case for case in example.cases if not (refusals(target, options, case.workflow) or left_out(target, case))
        ]
        compare(change, replace(example, cases=tuple(cases[:2])), Shelf(tmp_path), journal_of)

    check_examples(check, Shelf(tmp_path), words_of(load_target(target.name)), most=10)


def compare(change: Change, example: Example, shelf: Shelf, journal_of: Callable[[Case], Journal]) -> None:
    """The journals of an example's scenarios are those of the changed spec."""
    changed = change.spec(example.text)
    workflow = shelf.read(changed)
    assert workflow is not None, f"the checks refuse\n{changed}"
    for case in example.cases:
        expected = journal_of(case)
        if change.applies(case, expected):
            found = journal_of(replace(case, workflow=workflow, scenario=change.scenario(case.scenario)))
            assert differences(change.back(expected), change.back(found), case.workflow) == ()
