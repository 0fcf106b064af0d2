"""Scaled durations: everything that a spec names grows alike, or shrinks, and means what it meant."""

from tests.conformance.corpus import cases
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.scenario.scale import scale_time


def case_of(name: str) -> Case:
    return next(case for case in cases() if case.name == name)


def duration(case: Case, factor: float) -> int:
    """In the spec's time, or else."""
    run = interpret(scale_time(case.workflow, factor), case.scenario)
    assert differences(interpret(case.workflow, case.scenario).journal, run.journal, case.workflow) == ()
    assert run.journal.duration is not None
    return run.journal.duration


def test_waits_that_are_computed_grow_like_all_others() -> None:
    case = case_of("trial_expiry/uses_up_credit")
    assert duration(case, 10.0) == 10 * duration(case, 1.0)


def test_seconds_that_are_computed_do_not_shrink() -> None:
    case = case_of("drip_campaign/three_mails")
    assert duration(case, 0.1) == duration(case, 1.0)
