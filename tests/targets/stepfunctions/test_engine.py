"""Runs that differ from the interpreter's do so exactly as it is said; those that no platform would end are told."""

import pytest

from tests.conformance.known_differences import unstopped
from tests.targets.stepfunctions.emitted import case_of, job
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

pytestmark = pytest.mark.engine


def test_a_run_that_waits_for_ever_is_told_as_the_interpreter_tells_it(engine: StepFunctionsEngine) -> None:
    """Unvalidated, the input that does not fit goes on to an approval that nobody decides."""
    journal = engine.run(job("refund_desk", "nothing_to_claim"))
    assert (journal.status, journal.error) == ("failed", None)
    assert [call.address for call in journal.calls] == ["set-aside", "supervisor:notify"]

    again = job("refund_desk", "nothing_to_claim", validate=True)
    expected = interpret(again.workflow, again.scenario).journal
    assert list(differences(expected, engine.run(again), again.workflow)) == []


def test_a_called_workflow_goes_on_behind_the_deadline_and_counts_as_what_it_ends_with(
    engine: StepFunctionsEngine,
) -> None:
    case = case_of("tender_bid", "counted_too_long")
    journal = engine.run(job("tender_bid", "counted_too_long"))
    assert list(differences(unstopped(case), journal, case.workflow)) == []
    assert journal.error is not None
    assert journal.error.type == "Deadline"
