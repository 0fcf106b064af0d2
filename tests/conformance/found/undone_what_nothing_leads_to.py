"""Step Functions: undid a handler for a condition that cannot fail, though nothing leads to it."""

from fuzz_team import Busy, Declined, Fraud, Order, Setting, count, undo, work

from wfc import NEXT, SUCCEED, Choice, Compensation, Operation, Otherwise, Retry, Sla, Step, When, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.undone-what-nothing-leads-to",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Step(
            id="s0",
            operation=Count,
            retry=Retry(max_attempts=2, backoff="constant", initial="1s"),
            sla=Sla(max_duration="1s"),
            on_success=[When(lambda input: input.vip, "s3"), Otherwise(NEXT)],
            on_failure="s2",
        ),
        Choice(id="s1", transitions=[When(lambda input: input.vip, SUCCEED), Otherwise(SUCCEED)], on_failure="h0"),
        Choice(id="s2", transitions=[When(lambda input: input.vip, "s3"), Otherwise("s3")]),
        Step(id="s3", operation=Count),
    ],
    handlers=[
        Step(
            id="h0",
            operation=Work,
            inputs=lambda input, error: {"amount": input.amount, "note": error.type + error.message},
            compensation=Compensation(Undo, inputs=lambda output, error: {"ref": output.ref, "why": error.type}),
            on_success="s3",
            on_failure=SUCCEED,
        )
    ],
    result=lambda: "fixed",
)
