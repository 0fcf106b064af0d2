"""Say once what holds for every step.

Shows: `Defaults` for retry, timeout and failures; a step with a policy of its own; what the defaults do not reach: a
failure list that a step writes itself stands alone, and handlers take the retry and the timeout but not the failure
edge.
"""

from acme.newsletter import Issue, RelayBusy, SegmentEmpty, deliver, load_segment, render, tell_editors
from wfc import SUCCEED, Defaults, OnError, Operation, Retry, Step, Workflow

LoadSegment = Operation("newsletter.segment", handler=load_segment, effect="read")
Render = Operation("newsletter.render", handler=render, effect="read", errors=[SegmentEmpty])
Deliver = Operation(
    "newsletter.deliver", handler=deliver, effect="write", idempotent="key", irreversible=True, errors=[RelayBusy]
)
TellEditors = Operation("newsletter.tell", handler=tell_editors, effect="write", idempotent="key", irreversible=True)

FOOTER = "{{ unsubscribe }} {% now %} ${reader}"  # for the relay, not for any orchestrator

newsletter = Workflow(
    key="newsletter",
    version="1.0.0",
    owners=["team-content"],
    input=Issue,
    defaults=Defaults(
        retry=Retry(max_attempts=2, backoff="constant", initial="1s", never=[SegmentEmpty]),
        timeout="10s",
        on_failure="tell-editors",
    ),
    steps=[
        Step(id="segment", operation=LoadSegment, inputs=lambda input: {"issue": input.number}),
        Step(
            id="render",
            operation=Render,
            inputs=lambda input, steps: {"subject": input.subject, "readers": len(steps["segment"].output)},
            on_failure=[OnError([SegmentEmpty], SUCCEED)],  # nothing else is caught here, not even by the default
        ),
        Step(
            id="deliver",
            operation=Deliver,
            inputs=lambda steps: {
                "readers": steps["segment"].output,
                "html": steps["render"].output,
                "footer": FOOTER,  # wfc: allow[template-like-literal] the relay fills it in
            },
            retry=Retry(max_attempts=4, initial="2s", jitter="full", only=[RelayBusy]),
            timeout="30s",
        ),
    ],
    handlers=[
        Step(
            id="tell-editors",
            operation=TellEditors,
            inputs=lambda input, error: {"issue": input.number, "problem": f"{error.step} failed: {error.message}"},
        ),
    ],
    result=lambda steps: {"delivered": steps.get("deliver").output if steps.get("deliver") is not None else 0},
)
