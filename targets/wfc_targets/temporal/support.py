"""What Temporal can do for every feature of the language."""

from collections.abc import Mapping
from typing import Final

from wfc.feature import Feature
from wfc.target import Degraded, Lowered, Native, NotYet, Support

SUPPORT: Final[Mapping[Feature, Support]] = {
    Feature.STEP: Native("an activity, called with execute_activity"),
    Feature.CHOICE: Native("if and elif"),
    Feature.PARALLEL: NotYet("put the steps one after another"),
    Feature.FOR_EACH: NotYet("let an operation loop over the items"),
    Feature.WAIT: NotYet("wait in an operation, bounded by its timeout"),
    Feature.POLL: NotYet("fail while the answer is not there yet, with a constant retry"),
    Feature.APPROVAL: NotYet("start a second workflow when the decision is known"),
    Feature.RECEIVE: NotYet("start a second workflow with the event as its input"),
    Feature.CALL: NotYet("put the other workflow's steps into this one"),
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
    Feature.SLA_IN_FLIGHT: NotYet("leave in_flight out: the alert is sent when the step ends"),
    Feature.DEADLINE: NotYet("bound the steps by timeout and max_attempts"),
    Feature.CANCEL: Native("a cancel request, held back until compensation is done"),
    Feature.AFTER_COMPENSATION: NotYet("notify in a handler"),
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
