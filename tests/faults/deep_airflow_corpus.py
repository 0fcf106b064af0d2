"""Scenarios of the corpus on a real scheduler with PostgreSQL: the journal is the interpreter's, as under `dag.test()`.

A scenario of each spec that says nothing of real time. What takes its time is shortened (`asking.SCALE`), except that
every attempt may take as long as a busy machine may need.
"""

from collections.abc import Iterator

import pytest

from tests.conformance.corpus import SPECS, scenarios
from tests.conformance.known_differences import KNOWN
from tests.conformance.results import is_played
from tests.faults.on_airflow.asking import SCALE, Played, airflow_with, in_time, play_all
from tests.faults.results import record
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.nodes import Approval, Node, Wait, Workflow
from wfc.ir.walk import all_nodes, family
from wfc.scenario.compare import differences
from wfc_targets.airflow import TARGET

pytestmark = [pytest.mark.engine, pytest.mark.slow]

FEWEST = 20
LONGEST = 60
"""Real seconds that calls, delays and waits may take together."""


def test_the_journals_are_those_of_the_interpreter() -> None:
    cases = list(chosen())
    assert len(cases) >= FEWEST
    with airflow_with(cases) as airflow:
        played = list(play_all(airflow, [(case, None) for case in cases]))
    found = {one.case.name: said(one) for one in played}
    record("airflow", "the corpus on a real scheduler", found)
    assert {name: differing for name, differing in found.items() if differing} == {}


def said(one: Played) -> list[str]:
    """In what a run differs from the interpreter's."""
    if one.told.journal is None:
        return [f"left with {one.lost}"]
    wanted = interpret(one.case.workflow, one.case.scenario).journal
    return list(differences(wanted, one.told.journal, one.case.workflow))


def chosen() -> Iterator[Case]:
    """Of each spec the scenario with the most calls, if it has one that can be really waited for."""
    for spec in SPECS:
        fit = [case for case in scenarios(spec).cases if is_fit(case)]
        if fit:
            longest = max(fit, key=lambda case: (len(interpret(case.workflow, case.scenario).journal.calls), case.name))
            yield in_time(longest.name)


def is_fit(case: Case) -> bool:
    """No promise and no deadline, nobody to decide, and no time that is computed or runs out."""
    workflows = family(case.workflow)
    timed = any(one.sla or one.deadline for one in workflows) or any(map(_is_timed, _nodes(workflows)))
    run = interpret(case.workflow, case.scenario)
    journal, end = run.journal, max((moment.at for moment in run.timeline), default=0)
    late = {"Timeout", "PollTimeout"} & {journal.error and journal.error.type, *(call.error for call in journal.calls)}
    soon = end / 1000 * SCALE <= LONGEST
    return soon and not timed and not late and is_played(TARGET, case) and ("airflow", case.name) not in KNOWN


def _nodes(workflows: tuple[Workflow, ...]) -> Iterator[Node]:
    for workflow in workflows:
        yield from all_nodes(workflow)


def _is_timed(node: Node) -> bool:
    if isinstance(node, Wait):
        return not isinstance(node.duration, int)
    return isinstance(node, Approval) or getattr(node, "sla", None) is not None
