"""On the real server: cancel requests (C5), workers that forget everything between tasks, and replays of histories."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import wfc
import wfc_targets
from tests.conformance.corpus import cases
from tests.support.engines import without
from wfc.cli.scenarios import Case
from wfc.driver import compile_with_children
from wfc.interpret.run import interpret
from wfc.runner import Runner, RunnerCrashed
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal, Json
from wfc.target import EngineMissing, Job
from wfc_targets.temporal import TARGET
from wfc_targets.temporal.engine.client import question
from wfc_targets.temporal.trace import read_trace

pytestmark = pytest.mark.engine

SCRIPT = Path(__file__).with_name("unusual_player.py")
SOURCES = os.pathsep.join(str(Path(package.__path__[0]).parent) for package in (wfc, wfc_targets))


def make_runner() -> Runner:
    try:
        return Runner("temporal", SCRIPT, {"PYTHONPATH": SOURCES})
    except EngineMissing as missing:
        without(missing)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with make_runner() as runner:
        yield runner


def case_of(name: str) -> Case:
    return next(case for case in cases() if case.name == name)


def run(runner: Runner, name: str, **how: object) -> Journal:
    """Play a scenario in an unusual way."""
    return read_trace(tell(runner, case_of(name), **how))


def tell(runner: Runner, case: Case, **how: object) -> Json:
    """What a scenario leaves behind; every history must replay."""
    job = Job(
        workflow=case.workflow,
        files=compile_with_children(case.workflow, TARGET, {}).files,
        scenario=case.scenario,
        roots=(str(case.spec.resolve().parent),),
        time_scale=1.0,
    )
    told = runner.ask({**question(job), **how})
    assert told["replay"] == ""
    return told


def events(told: Json, kind: str) -> list[tuple[int, Json]]:
    """Of one kind in the history of the run: where each stands, and what it says."""
    history = told["runs"][0]["history"]["events"]
    return [
        (place, event[attributes])
        for place, event in enumerate(history)
        if (attributes := f"{kind}EventAttributes") in event
    ]


def called(journal: Journal) -> list[str]:
    return [call.address for call in journal.calls]


def test_c5_an_attempt_in_flight_settles_then_everything_is_undone(runner: Runner) -> None:
    journal = run(runner, "order_saga/shipped", cancel_at="reserve")
    assert journal.status == "cancelled"
    assert called(journal) == ["validate", "charge", "reserve", "reserve:undo", "charge:undo"]


def test_c5_a_request_during_the_last_step_is_in_time(runner: Runner) -> None:
    journal = run(runner, "order_saga/shipped", cancel_at="ship")
    assert journal.status == "cancelled"
    assert called(journal)[-2:] == ["reserve:undo", "charge:undo"]


def test_c5_a_request_while_compensating_changes_nothing(runner: Runner) -> None:
    journal = run(runner, "order_saga/no_carrier", cancel_at="reserve:undo")
    assert (journal.status, journal.error and journal.error.type) == ("failed", "NoCarrier")
    assert called(journal)[-2:] == ["reserve:undo", "charge:undo"]


def test_c5_a_failure_under_a_request_takes_no_edge(runner: Runner) -> None:
    journal = run(runner, "payment_flow/card_declined", cancel_at="charge-payment")
    assert journal.status == "cancelled"
    assert called(journal) == ["validate-payment", "charge-payment"]


def test_c5_a_request_during_a_branch_lets_every_branch_come_to_its_end(runner: Runner) -> None:
    journal = run(runner, "furniture_delivery/assembled", cancel_at="assemble")
    assert journal.status == "cancelled"
    assert "assemble" in journal.outcomes and "prepare" not in journal.outcomes
    undone = [address for address in called(journal) if address.endswith(":undo")]
    # Of the other branches, what no worker had taken up yet was never begun.
    succeeded = [step for step in ("insure", "assemble", "pick", "charge") if step in journal.outcomes]
    assert undone == [f"{step}:undo" for step in succeeded]


def test_c5_a_request_while_an_element_is_undone_changes_nothing(runner: Runner) -> None:
    case = case_of("cluster_rollout/the_middle_node_is_unhealthy")
    expected = interpret(case.workflow, case.scenario).journal
    undo = next(address for address in called(expected) if address.endswith("]:undo"))
    assert differences(expected, run(runner, case.name, cancel_at=undo), case.workflow) == ()


def test_c7_a_called_workflow_is_asked_once_also_when_its_time_runs_out_behind_a_request(runner: Runner) -> None:
    case = case_of("background_check/file_kept")
    case = replace(case, scenario=replace(case.scenario, cancel=5 * 24 * 3_600_000))
    told = tell(runner, case)
    assert differences(interpret(case.workflow, case.scenario).journal, read_trace(told), case.workflow) == ()
    assert len(events(told, "requestCancelExternalWorkflowExecutionInitiated")) == 1


def test_a_call_that_hangs_is_an_error() -> None:
    with make_runner() as runner, pytest.raises(RunnerCrashed, match="Stuck: order_saga"):
        tell(runner, case_of("order_saga/shipped"), hangs_at="reserve")


UNCACHED = [
    "order_saga/no_carrier",
    "emergency_dispatch/everything_is_slow",
    "loan_application/underwritten",
    "cluster_rollout/the_middle_node_is_unhealthy",
    "kyc_checks/opened",
    "maintenance_window/attempt_is_cut",
    "parcel_tracking/delivered",
    "repair_shop/cancelled_three_deep",
    "vacation_request/approved",
    "video_transcoding/never_warm",
    "incident_response/fixed_after_lunch",
    "data_deletion/not_restored",
    "group_gift/one_does_not_pay",
    "press_night/deadline_cuts_two_branches",
]
"""One of every kind of step."""


@pytest.mark.parametrize("name", UNCACHED)
def test_a_worker_without_a_cache_comes_to_the_same_end(runner: Runner, name: str) -> None:
    case = case_of(name)
    expected = interpret(case.workflow, case.scenario).journal
    assert differences(expected, run(runner, name, uncached=True), case.workflow) == ()


def test_t1_an_alert_goes_out_while_the_step_is_at_work(runner: Runner) -> None:
    told = tell(runner, case_of("press_night/editor_is_woken"))
    begun = [(place, one["activityType"]["name"]) for place, one in events(told, "activityTaskScheduled")]
    [story] = [place for place, name in begun if name == "press.story"]
    [written] = [
        place for place, one in events(told, "activityTaskCompleted") if int(one["scheduledEventId"]) == story + 1
    ]
    alerts = [place for place, name in begun if name == "press.wake"]
    assert len(alerts) == 2
    assert story < min(alerts) < max(alerts) < written


WATCHED = [
    "incident_response/fixed_quickly",
    "incident_response/officer_unreachable",
    "press_night/cancelled_while_branches_work",
    "group_gift/wedding_off",
]


@pytest.mark.parametrize("name", WATCHED)
def test_no_timer_outlives_its_run(runner: Runner, name: str) -> None:
    """Whatever is watched or waited for beside the flow has come to an end of its own before the run has."""
    told = tell(runner, case_of(name))
    started = {one["timerId"] for _, one in events(told, "timerStarted")}
    ended = {one["timerId"] for kind in ("timerFired", "timerCanceled") for _, one in events(told, kind)}
    assert started
    assert started == ended
