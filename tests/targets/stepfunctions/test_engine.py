"""What the engine says of runs that no platform would end, and that the next run is not bothered by them."""

import pytest

from tests.targets.stepfunctions.emitted import job
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
