"""What Temporal can do for every feature of the language."""

from collections.abc import Mapping
from typing import Final

from wfc.feature import Feature
from wfc.target import Degraded, Lowered, Native, NotYet, Support

SUPPORT: Final[Mapping[Feature, Support]] = {
    Feature.STEP: Native("an activity, called with execute_activity"),
    Feature.CHOICE: Native("if and elif"),
    Feature.PARALLEL: Native(
        "asyncio.gather over a method for each branch, which settles before the first failure is raised"
    ),
    Feature.PARALLEL_NESTED: Native("a branch is a method like any other"),
    Feature.PARALLEL_IN_FOR_EACH: Native("a body is a method like any other"),
    Feature.FOR_EACH_IN_PARALLEL: Native("a branch is a method like any other"),
    Feature.FOR_EACH: Native("asyncio.gather over a method for each element"),
    Feature.FOR_EACH_LIMIT: Native("asyncio.Semaphore"),
    Feature.FOR_EACH_NESTED: Native("a body is a method like any other"),
    Feature.FOR_EACH_COMPENSATION: Lowered("each element has its place in the list of compensations"),
    Feature.WAIT: Native("workflow.sleep, a durable timer"),
    Feature.POLL: Lowered("an activity for each poll, durable timers between them"),
    Feature.APPROVAL: Native("an update with a validator, and wait_condition with a timeout"),
    Feature.APPROVAL_REMIND: Lowered("an activity beside the run, behind a timer that the decision cancels"),
    Feature.RECEIVE: Native("a signal, kept until a step waits for it"),
    Feature.CALL: Native("execute_child_workflow, which is asked to cancel when its caller ends"),
    Feature.CALL_TIMEOUT: Lowered("a timer; the child is asked to cancel, and awaited"),
    Feature.CALL_DEADLINE: Lowered("a timer; the child is asked to cancel, and awaited"),
    Feature.CONDITION: Native("Python"),
    Feature.FAILURE_EDGE: Native("try and except"),
    Feature.ERROR_MATCH: Native("the type of an ApplicationError"),
    Feature.RESULT: Native("the workflow's result"),
    Feature.INPUT_VALIDATION: Lowered("the workflow validates its input first and fails as InvalidInput"),
    Feature.RETRY_CONSTANT: Native("RetryPolicy with backoff_coefficient 1"),
    Feature.RETRY_EXPONENTIAL: Native("RetryPolicy"),
    Feature.RETRY_LINEAR: Lowered("one activity per attempt, durable timers between them"),
    Feature.RETRY_CAP: Native("RetryPolicy.maximum_interval"),
    Feature.RETRY_JITTER: Lowered("one activity per attempt, durable timers between them"),
    Feature.RETRY_FILTER: Native("RetryPolicy.non_retryable_error_types; `only` is lowered like linear backoff"),
    Feature.RETRY_LIST: Lowered("one activity per attempt, durable timers between them"),
    Feature.TIMEOUT: Native("start_to_close_timeout; an hour where the spec names none"),
    Feature.COMPENSATION: Lowered("a list of compensations, undone in reverse behind a shield against cancelling"),
    Feature.COMPENSATION_ATTEMPTED: Lowered("the compensation is added before the activity starts"),
    Feature.SLA_STEP: Lowered("time taken, compared when the step ends; search attribute SlaBreached"),
    Feature.SLA_WORKFLOW: Lowered("time taken, compared when the run ends; search attribute SlaBreached"),
    Feature.SLA_ALERT: Lowered("an activity that the run waits for only at its end"),
    Feature.SLA_IN_FLIGHT: Lowered("a timer beside the step or run, which its end cancels"),
    Feature.SLA_ESCALATE: Lowered("the timer of in_flight goes on"),
    Feature.DEADLINE: Native("schedule_to_close_timeout, and timers that end with it"),
    Feature.CANCEL: Native("a cancel request, held back until compensation is done"),
    Feature.AFTER_COMPENSATION: Lowered("an activity behind the same shield"),
    Feature.IDEMPOTENCY_KEY: Lowered("an argument of the activity"),
    Feature.TRIGGER_MANUAL: Native("start_workflow with the business id as workflow id"),
    Feature.TRIGGER_CRON: Native("a Schedule"),
    Feature.CRON_CATCHUP: Degraded("missed ticks of the last year are made up for, not older ones"),
    Feature.CRON_OVERLAP_SKIP: Native("ScheduleOverlapPolicy.SKIP"),
    Feature.CRON_OVERLAP_QUEUE: Native("ScheduleOverlapPolicy.BUFFER_ALL"),
    Feature.TRIGGER_EVENT: NotYet("let the receiver of the event start the workflow"),
    Feature.TRIGGER_AFTER: NotYet("let the first workflow's last step start the second one"),
    Feature.VERSIONS: Native("a package, workflow type and task queue per major version"),
    Feature.EQUAL_NAMES: NotYet("give one of the classes another name"),
}
