"""Step Functions, Temporal, Airflow: an edge handled a child's own deadline, which no edge of its caller may (C7)."""

from fuzz_team import Busy, Declined, Fraud, Order, Setting, count, ship, undo, work

from wfc import (
    FAIL,
    NEXT,
    SUCCEED,
    Call,
    Compensation,
    Fail,
    OnError,
    Operation,
    Otherwise,
    Retry,
    Step,
    When,
    Workflow,
)

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="random.child",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Step(
            id="s0",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount, "items": input.items},
            compensation=Compensation(
                Undo,
                inputs=lambda input, output: {
                    "ref": output.ref if output is not None else None,
                    "why": input.note or "none",
                },
                when="attempted",
                timeout="4s",
            ),
            on_success=[When(lambda output: "x" in output.tags, "s2"), Otherwise(NEXT)],
            on_failure="h0",
        ),
        Step(
            id="s1",
            operation=Count,
            retry=Retry(max_attempts=2, backoff="exponential", initial="2s", max_interval="2s"),
            on_success=[
                When(lambda output: output % 2 == 0, "s2"),
                When(lambda input: input.items[0] == "a", "s2"),
                Otherwise("s2"),
            ],
            on_failure=Fail("GaveUp", lambda error: error.type),
        ),
        Step(
            id="s2",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount, "items": input.items},
            retry=Retry(max_attempts=3, backoff="exponential", initial="1s"),
            timeout="10s",
            on_success=[
                When(lambda steps: steps.get("s0") is not None and (steps.get("s0").output.left or 0) < 1, "s3"),
                When(lambda input: "a" in input.items, "s3"),
                Otherwise("s3"),
            ],
            on_failure=[OnError([Busy], "s3"), Otherwise(FAIL)],
        ),
        Step(id="s3", operation=Count, timeout="5s"),
    ],
    handlers=[
        Step(
            id="h0",
            operation=Work,
            inputs=lambda input, error: {"amount": input.amount, "note": error.type + error.message},
            compensation=Compensation(
                Undo,
                inputs=lambda steps, output: {
                    "ref": output.ref,
                    "why": (steps.get("s0").output.ref.upper() if steps.get("s0") is not None else "-"),
                },
                retry=Retry(max_attempts=2, initial="1s"),
            ),
            on_success="s1",
        )
    ],
    result=lambda steps: f"{steps.get('s3').output}" if steps.get("s3") is not None else "-",
    deadline="6s",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda input: {"ref": None, "why": input.items[0]}),
)

flow = Workflow(
    key="found.handled-the-deadline-of-a-child",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Call(
            id="s0",
            workflow=child,
            inputs=lambda input: {"amount": input.amount, "vip": input.vip, "items": input.items},
            context=lambda input: {"user": input.note or "me", "night": True},
            compensation=Compensation(Undo, inputs=lambda input: {"ref": "c", "why": input.items[0]}),
            on_success=NEXT,
            on_failure=Fail("GaveUp", lambda error: error.type),
        ),
        Step(
            id="s1",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount, "items": input.items},
            timeout="10s",
            on_success=Fail("Enough", "of it"),
            on_failure=[OnError([Busy], SUCCEED)],
        ),
    ],
    result=lambda steps: steps.get("s1").output.ref if steps.get("s1") is not None else "-",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda input: {"ref": None, "why": input.items[0]}),
)
