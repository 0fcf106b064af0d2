"""What Airflow has of the spec language, row by row; README.md tells the same as prose."""

from wfc.feature import Feature
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Option, Support

TESTED = "3.3.2"

SINCE = {
    "airflow.providers.standard.operators.empty.EmptyOperator": "3.0",
    "airflow.providers.standard.operators.hitl.HITLOperator": "3.1",
    "airflow.providers.standard.operators.trigger_dagrun.TriggerDagRunOperator": "3.0",
    "airflow.providers.standard.sensors.time_delta.WaitSensor": "3.0",
    "airflow.sdk.CronTriggerTimetable": "3.2",
    "airflow.sdk.Param": "3.0",
    "airflow.sdk.PokeReturnValue": "3.0",
    "airflow.sdk.RetryDecision": "3.3",
    "airflow.sdk.RetryPolicy": "3.3",
    "airflow.sdk.TaskGroup": "3.0",
    "airflow.sdk.TriggerRule": "3.1",
    "airflow.sdk.dag": "3.0",
    "airflow.sdk.exceptions.AirflowFailException": "3.2",
    "airflow.sdk.exceptions.AirflowRescheduleException": "3.2",
    "airflow.sdk.exceptions.AirflowSkipException": "3.2",
    "airflow.sdk.exceptions.AirflowTaskTimeout": "3.2",
    "airflow.sdk.exceptions.ParamValidationError": "3.2",
    "airflow.sdk.get_current_context": "3.0",
    "airflow.sdk.literal": "3.0",
    "airflow.sdk.task": "3.0",
    "airflow.sdk.task_group": "3.0",
    "airflow.sdk.timezone": "3.0",
}
"""All that generated files import from Airflow, and since when it is there.

`task_state_store` (lists of retries, SLA of a step) came with 3.3 as well. Before, no retry has an exact growing delay.
"""

SUPPORT: dict[Feature, Support] = {
    Feature.STEP: Native("`@task`"),
    Feature.CHOICE: Native("`@task.branch`"),
    Feature.PARALLEL: Lowered("a task group for each branch; a task with trigger rule `ALL_DONE` reads how they ended"),
    Feature.PARALLEL_NESTED: Lowered("task groups inside of task groups"),
    Feature.PARALLEL_IN_FOR_EACH: Lowered("task groups inside of the mapped one"),
    Feature.FOR_EACH_IN_PARALLEL: Native("a mapped task group inside of a task group"),
    Feature.FOR_EACH: Lowered(
        "`.expand()`, of a task group when the body needs several tasks; each task of it asks whether it was chosen"
    ),
    Feature.FOR_EACH_LIMIT: Degraded(
        "`max_active_tis_per_dagrun`: with several steps in the body, at most so many elements are at each of them"
    ),
    Feature.FOR_EACH_NESTED: NotYet("flatten the items first, or let one operation work on the inner list"),
    Feature.FOR_EACH_COMPENSATION: Lowered(
        "one task that undoes the elements, the last one first, and retries by itself: mapped tasks keep no order"
    ),
    Feature.WAIT: Native("`WaitSensor(deferrable=True)`; a computed moment: a task that is rescheduled"),
    Feature.POLL: Native('`@task.sensor(mode="reschedule")`'),
    Feature.APPROVAL: Native("`HITLOperator`; the form is its params"),
    Feature.APPROVAL_REMIND: NotYet("leave `remind` out, and ask with a shorter `timeout`"),
    Feature.RECEIVE: NotYet("start another workflow by the event"),
    Feature.CALL: Native("`TriggerDagRunOperator(wait_for_completion=True, deferrable=True)`"),
    Feature.CALL_TIMEOUT: NotYet("give the called workflow a `deadline`"),
    Feature.CALL_DEADLINE: Degraded(
        "a called workflow that still goes on at the deadline is not stopped: it counts as what it ends with; give it a"
        " `deadline` of its own"
    ),
    Feature.CONDITION: Native("`@task.branch`"),
    Feature.FAILURE_EDGE: Lowered("a `@task.branch` behind the step, with trigger rule `ONE_DONE`, reads its state"),
    Feature.ERROR_MATCH: Lowered("the failing task leaves its error type in XCom, the branch behind it reads it"),
    Feature.RESULT: Native("a task whose XCom is the output"),
    Feature.INPUT_VALIDATION: Native("`Param` with JSON schema, and the models in the first task"),
    Feature.RETRY_CONSTANT: Native("`retries`, `retry_delay`"),
    Feature.RETRY_EXPONENTIAL: Native("a `RetryPolicy`"),
    Feature.RETRY_LINEAR: Native("a `RetryPolicy`"),
    Feature.RETRY_CAP: Native("a `RetryPolicy`"),
    Feature.RETRY_JITTER: Native("a `RetryPolicy`"),
    Feature.RETRY_FILTER: Native("a `RetryPolicy`"),
    Feature.RETRY_LIST: Lowered("a `RetryPolicy` that counts in the task state store"),
    Feature.TIMEOUT: Native("`execution_timeout`"),
    Feature.COMPENSATION: Lowered("a chain of undo tasks behind a `rollback` branch"),
    Feature.COMPENSATION_ATTEMPTED: Lowered("the rollback reads the error type of the failed step"),
    Feature.SLA_STEP: Lowered("the task measures from its first attempt, kept in the task state store"),
    Feature.SLA_WORKFLOW: Lowered("the last task measures from the start of the run"),
    Feature.SLA_ALERT: Lowered("a task behind the step or the run"),
    Feature.SLA_IN_FLIGHT: NotYet("leave `in_flight` out: the alert comes when the step or run has ended"),
    Feature.SLA_ESCALATE: NotYet("leave `escalate` out: the alert comes when the step or run has ended"),
    Feature.DEADLINE: Degraded(
        "checked before each attempt, and cuts it; a delay between attempts or polls ends first"
    ),
    Feature.CANCEL: Never("marking a run as failed stops it without compensation; let a step fail instead"),
    Feature.AFTER_COMPENSATION: Lowered("a task between the last undo task and the outcome"),
    Feature.IDEMPOTENCY_KEY: Native("`<dag_id>/<run_id>:<step>`"),
    Feature.TRIGGER_MANUAL: Native("`params`"),
    Feature.TRIGGER_CRON: Native("`CronTriggerTimetable`"),
    Feature.CRON_CATCHUP: Degraded("catching up begins at the option `start_date`"),
    Feature.CRON_OVERLAP_SKIP: Lowered("a DAG for the schedule, which waits for the run it starts and counts its own"),
    Feature.CRON_OVERLAP_QUEUE: Degraded(
        "`max_active_runs=1`: manual runs wait too, and of several missed ticks only the last is made up for"
    ),
    Feature.TRIGGER_EVENT: NotYet("start the workflow by Airflow's API"),
    Feature.TRIGGER_AFTER: NotYet("start the workflow by Airflow's API"),
    Feature.VERSIONS: Native("a `dag_id` per version"),
    Feature.EQUAL_NAMES: Native("each task imports what it uses"),
}

OPTIONS = {
    "start_date": Option(
        default="2026-01-01", doc="first day of the schedule (`YYYY-MM-DD`, UTC); catching up begins there"
    ),
    "max_map_length": Option(
        default=1024, doc="what `core.max_map_length` is in your deployment: the most elements of a `ForEach`"
    ),
    "xcom_bytes": Option(
        default=268_435_455,
        doc="what your XCom takes in one value: this on PostgreSQL, 67108864 on MySQL with its default"
        " `max_allowed_packet`, 1000000000 on SQLite",
    ),
}
