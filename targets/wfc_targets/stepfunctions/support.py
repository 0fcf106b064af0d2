"""What Step Functions can hold of the language: one row for every feature, and the options of this target.

Read by `wfc check --target stepfunctions` (rows become findings) and `wfc targets`; README.md says the same at length.
"""

from collections.abc import Mapping

from wfc.feature import Feature
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Option, Support

OPTIONS: Mapping[str, Option] = {
    "validate": Option(
        default=False,
        exact=True,
        doc="Begin with a Lambda that validates input and context (one more billed transition). Without it defaults are"
        " filled in by expressions, and a value that does not fit is noticed by the first operation that is given it.",
    ),
}

SUPPORT: Mapping[Feature, Support] = {
    Feature.STEP: Native("Task, lambda:invoke"),
    Feature.CHOICE: Native("Choice"),
    Feature.PARALLEL: Lowered("Parallel whose branches never fail, and a Choice that asks whether one has"),
    Feature.PARALLEL_NESTED: Lowered("a Parallel in a branch"),
    Feature.PARALLEL_IN_FOR_EACH: Lowered("a Parallel in a Map"),
    Feature.FOR_EACH_IN_PARALLEL: Lowered("a Map in a branch"),
    Feature.FOR_EACH: Lowered("inline Map whose elements never fail, and a Choice that asks whether one has"),
    Feature.FOR_EACH_LIMIT: Native("MaxConcurrency"),
    Feature.FOR_EACH_NESTED: Lowered("a Map in a Map"),
    Feature.FOR_EACH_COMPENSATION: Lowered("a Map over the elements in reverse, one at a time"),
    Feature.WAIT: Native("Wait; whole seconds, rounded up"),
    Feature.POLL: Lowered(
        "a loop of Choice and Wait: three billed transitions for each poll; whole seconds, rounded up"
    ),
    Feature.APPROVAL: Lowered(
        "events:putEvents.waitForTaskToken behind the notice; a Lambda that is generated finds the token and answers"
    ),
    Feature.APPROVAL_REMIND: Degraded(
        "the window is divided in two: nobody can answer while the reminder is called, its end waits for that, and what"
        " is left of it is in whole seconds, rounded up"
    ),
    Feature.RECEIVE: NotYet("end the workflow where the event is due, and start a second one with the event as input"),
    Feature.CALL: Native("startExecution.sync:2 at the alias of the other machine"),
    Feature.CALL_TIMEOUT: NotYet("give the called workflow a `deadline`"),
    Feature.CALL_DEADLINE: Degraded(
        "a called workflow that still goes on at the deadline is not stopped: it counts as what it ends with; give it a"
        " `deadline` of its own"
    ),
    Feature.CONDITION: Lowered("Choice behind the step; what can fail in a condition is tested by a rule before it"),
    Feature.FAILURE_EDGE: Native("Catch on States.ALL"),
    Feature.ERROR_MATCH: Native("Catch by error name"),
    Feature.RESULT: Native("Output of the last state; a Lambda checks a model with limits or defaults"),
    Feature.INPUT_VALIDATION: Degraded(
        "a misfit of the run's input is noticed by the first operation that is given it, and values are not coerced;"
        " set `validate = true` to check first, for one more transition a run",
        unless="validate",
    ),
    Feature.RETRY_CONSTANT: Native("Retry, BackoffRate 1.0; whole seconds, rounded up"),
    Feature.RETRY_EXPONENTIAL: Native("Retry, BackoffRate; whole seconds, rounded up"),
    Feature.RETRY_LINEAR: Lowered("a loop of Choice and Wait: two more billed transitions for each retry"),
    Feature.RETRY_CAP: Native("MaxDelaySeconds"),
    Feature.RETRY_JITTER: Native("JitterStrategy FULL"),
    Feature.RETRY_FILTER: Native("retriers by error name"),
    Feature.RETRY_LIST: Native("one retrier for each policy; each counts on its own"),
    Feature.TIMEOUT: Native(
        "TimeoutSeconds; whole seconds, rounded up; a Lambda function ends after 15 minutes at most"
    ),
    Feature.COMPENSATION: Lowered("a chain of Tasks entered by Catch, with a Choice only where histories differ"),
    Feature.COMPENSATION_ATTEMPTED: Lowered("as compensation; the Catch of the step notes that it was attempted"),
    Feature.SLA_STEP: Lowered("elapsed time computed in the Assign of the step, without a transition"),
    Feature.SLA_WORKFLOW: Native("CloudWatch alarm on ExecutionTime"),
    Feature.SLA_ALERT: Lowered(
        "a Choice behind the step, and an asynchronous lambda:invoke (Lambda itself retries it twice)"
    ),
    Feature.SLA_IN_FLIGHT: NotYet("leave `in_flight` out: the alert is sent when the step or run ends"),
    Feature.SLA_ESCALATE: NotYet("leave `escalate` out: the alert comes when the step or run has ended"),
    Feature.DEADLINE: Degraded(
        "looked at when a task begins, which is then cut off in time, in whole seconds, rounded up; a delay between"
        " attempts may overrun it"
    ),
    Feature.CANCEL: Never("StopExecution cannot be intercepted: it ends the run without compensations"),
    Feature.AFTER_COMPENSATION: Native("a Task at the end of the chain"),
    Feature.IDEMPOTENCY_KEY: Native("execution ARN and step id, in the payload"),
    Feature.TRIGGER_MANUAL: Native('StartExecution with {"input": ..., "context": ...}'),
    Feature.TRIGGER_CRON: Native("EventBridge Scheduler with time zone"),
    Feature.CRON_CATCHUP: Never("EventBridge Scheduler does not repeat missed ticks: start those runs by hand"),
    Feature.CRON_OVERLAP_SKIP: NotYet('leave overlap at "allow" and make the first step refuse'),
    Feature.CRON_OVERLAP_QUEUE: NotYet('leave overlap at "allow"'),
    Feature.TRIGGER_EVENT: NotYet("add an EventBridge rule on the alias by hand"),
    Feature.TRIGGER_AFTER: NotYet("add an EventBridge rule on the other machine's status by hand"),
    Feature.VERSIONS: Native("one machine for each major version, with a published version and the alias `live`"),
    Feature.EQUAL_NAMES: Lowered("all but one are imported with a number"),
}
