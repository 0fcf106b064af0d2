"""The deep suite itself: it goes on where it was, adds up what it has played, and makes what differs small."""

from pathlib import Path
from typing import cast

import pytest

from tests.conformance.deep import chunk
from tests.conformance.deep.chunk import Size, play_chunk
from tests.conformance.deep.player import Played, Player
from tests.conformance.deep.report import figures, markdown
from tests.conformance.deep.smaller import Pair, make_smaller
from tests.conformance.deep.state import State
from tests.conformance.deep.tally import Divergence, Tally
from tests.conformance.found_files import found_specs, refused_specs
from tests.conformance.generate.examples import Shelf
from tests.conformance.generate.scenarios import fillable
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.model import Answer, Reply, Scenario
from wfc.target import load_target

FOUND = Divergence(spec="spec", scenario="scenario", differences=("status: one, two",))


def tally(pairs: int) -> Tally:
    told = Tally(pairs=pairs, seconds=1.5, divergences=[FOUND], slowest=[(float(pairs), "spec", "scenario")])
    told.coverage.update({"Step: retried": pairs})
    return told


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    state = State(tmp_path / "state.jsonl")
    assert list(state.chunks()) == []
    state.add("temporal", 0, tally(3))
    state.add("temporal", 7, tally(4))
    with state.file.open("a") as file:
        file.write('{"target": "temporal", "chunk"')  # the run was stopped while it wrote
    state.add("airflow", 0, tally(2))
    assert [(name, number, one.pairs) for name, number, one in state.chunks()] == [
        ("temporal", 0, 3),
        ("temporal", 7, 4),
        ("airflow", 0, 2),
    ]
    assert next(state.chunks())[2] == tally(3)


def test_chunks_add_up() -> None:
    total = Tally()
    for pairs in (2, 5, 1):
        total.add(tally(pairs))
    assert (total.pairs, total.seconds, total.coverage["Step: retried"]) == (8, 4.5, 8)
    assert total.divergences == [FOUND] * 3
    assert [seconds for seconds, _, _ in total.slowest] == [5.0, 2.0, 1.0]


def test_a_pair_is_made_smaller_as_long_as_it_differs(tmp_path: Path) -> None:
    """Here "differs" is that the second step is called twice."""
    shelf = Shelf(tmp_path)
    once = Reply(error="Busy", message="no", takes=700)
    scenario = Scenario(
        name="one",
        file="",
        workflow="random.flow",
        input={"amount": 5, "vip": True},
        context={"user": "ann"},
        operations={"do.count": (Reply(output=2, takes=300),), "s1": (once, once, Reply(output={"ref": "r"}))},
        cancel=90_000,
    )

    def differs(pair: Pair) -> bool:
        workflow = shelf.read(pair.text)
        calls = interpret(workflow, pair.scenario).journal.calls if workflow else ()
        return [call.attempt for call in calls if call.address == "s1"][:2] == [1, 2]

    smallest = make_smaller(Pair(LARGE, scenario), differs)
    assert "Parallel" not in smallest.text
    assert "compensation" not in smallest.text
    assert "Retry(max_attempts=3)" in smallest.text
    assert (smallest.scenario.operations, smallest.scenario.cancel) == (
        {"s1": (Reply(error="Busy", message="no"),)},
        None,
    )


def test_a_divergence_says_whether_it_is_the_smallest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an engine that gets all wrong."""
    player = cast(Player, AllWrong())
    [smallest] = play_chunk(player, Shelf(tmp_path), 1, Size(examples=1, scenarios=1)).divergences
    monkeypatch.setattr(chunk, "PATIENCE", -1)
    [large] = play_chunk(player, Shelf(tmp_path), 1, Size(examples=1, scenarios=1)).divergences
    assert (smallest.is_smallest, large.is_smallest) == (True, False)
    assert smallest.size < large.size
    told = [{"airflow": Tally(divergences=[one])} for one in (smallest, large)]
    said = [markdown(figures(1, "abc", {"airflow": 1}, one), one) for one in told]
    assert ["Not as small" in text for text in said] == [False, True]


class AllWrong:
    target = load_target("airflow")

    def play(self, case: Case) -> Played:
        return Played(expected=interpret(case.workflow, case.scenario).journal, differences=("status: one, two",))


def test_nobody_fills_in_what_is_no_form(tmp_path: Path) -> None:
    workflow = Shelf(tmp_path).read(ASKING)
    assert workflow
    given = Answer(decision="approved", data={"ref": "r"})
    approvals = dict.fromkeys(("a", "b", "b[1]", "c"), given)
    asked = Scenario(name="", file="", workflow="", input={}, context={}, operations={}, approvals=approvals)
    answers = fillable(workflow, asked).approvals
    filled = {"ref": "r"}
    assert {at: one.data for at, one in answers.items()} == {"a": None, "b": filled, "b[1]": filled, "c": None}


ASKING = """
from fuzz_team import Receipt, count
from wfc import Approval, ForEach, Operation, Workflow
Count = Operation("do.count", handler=count, effect="read")
flow = Workflow(key="random.flow", version="1.0.0", steps=[
    Approval(id="a", notify=Count, timeout="4s"),
    ForEach(id="all", items=lambda: ["x", "y"], steps=[
        Approval(id="b", notify=Count, timeout="4s", form=Receipt),
        Approval(id="c", notify=Count, timeout="4s"),
    ]),
])
"""

LARGE = """
from fuzz_team import Busy, Order, Setting, count, ship, undo
from wfc import Compensation, Operation, Parallel, Retry, Step, Workflow
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])
flow = Workflow(key="random.flow", version="1.0.0", input=Order, context=Setting, steps=[
    Parallel(id="s0", branches={"a": [Step(id="s0a", operation=Count)], "b": [Step(id="s0b", operation=Count)]}),
    Step(id="s1", operation=Ship, inputs=lambda input: {"amount": input.amount}, timeout="9s",
         retry=Retry(max_attempts=3, initial="2s"),
         compensation=Compensation(Undo, inputs=lambda error: {"ref": None, "why": error.type})),
], result=lambda input: input.amount)
"""


@pytest.mark.parametrize("spec", (*found_specs(), *refused_specs()), ids=lambda spec: spec.stem)
def test_what_was_found_says_in_one_line_what_was_wrong(spec: Path) -> None:
    first = spec.read_text("utf-8").splitlines()[0]
    assert first.startswith(('"""Airflow', '"""Step Functions', '"""Temporal', '"""Interpreter'))
    assert first.endswith('."""')
