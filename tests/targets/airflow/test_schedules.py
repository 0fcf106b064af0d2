"""Cron triggers: the first is the DAG's own schedule, others and those that skip have a DAG that starts it."""

from dataclasses import replace

from tests.support.core import step, workflow
from wfc.ir.nodes import Workflow
from wfc.ir.policies import Cron
from wfc.source import NOWHERE
from wfc_targets.airflow.triggers import dag_arguments, schedules

OPTIONS = {"start_date": "2026-01-31"}
NIGHTLY = Cron(
    expression="0 3 * * *", timezone="Europe/Berlin", input="{}", context="null", catchup=False, overlap="allow",
    overlap_written=True, dst=None, span=NOWHERE,
)  # fmt: skip
SKIPPING = replace(NIGHTLY, expression="0 * * * *", overlap="skip")


def flow(*triggers: Cron) -> Workflow:
    return workflow(step("a"), triggers=triggers)


def test_no_trigger_is_no_schedule() -> None:
    assert "schedule=None" in dag_arguments(flow(), OPTIONS)


def test_the_first_trigger_is_the_schedule_of_the_workflow_itself() -> None:
    arguments = dag_arguments(flow(NIGHTLY), OPTIONS)
    assert 'schedule=CronTriggerTimetable("0 3 * * *", timezone="Europe/Berlin")' in arguments
    assert "start_date=timezone.datetime(2026, 1, 31)" in arguments
    assert schedules(flow(NIGHTLY), OPTIONS) == ()


def test_a_queue_is_one_run_at_a_time() -> None:
    assert "max_active_runs=1" in dag_arguments(flow(replace(NIGHTLY, overlap="queue")), OPTIONS)


def test_further_triggers_start_the_workflow_from_dags_of_their_own() -> None:
    [second] = schedules(flow(NIGHTLY, replace(NIGHTLY, input='{"text": "{{ now }}"}')), OPTIONS)
    assert second.dag_id == "test_flow_v1__cron_2"
    assert 'conf=literal({"text": "{{ now }}"})' in second.trigger
    assert not second.skips


def test_a_trigger_that_skips_knows_its_runs_by_a_dag_of_its_own() -> None:
    assert "schedule=None" in dag_arguments(flow(SKIPPING), OPTIONS)
    [only] = schedules(flow(SKIPPING), OPTIONS)
    assert only.skips
    assert "wait_for_completion=True" in only.trigger
