"""Step Functions: the reader wanted a way to what only an edge leads to that nothing takes."""

from fuzz_team import Busy, Declined, Fraud, Order, count, ship, undo, work

from wfc import SUCCEED, Approval, Choice, Compensation, Fail, OnError, Operation, Otherwise, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="random.flow",
    version="1.0.0",
    input=Order,
    steps=[
        Step(
            id="s0",
            operation=Work,
            inputs=lambda input: {"amount": input.amount},
            compensation=Compensation(
                Undo, inputs=lambda input, output: {"ref": output.ref, "why": input.note or "none"}
            ),
            on_failure="h0",
        ),
        Step(
            id="s1",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount},
            on_success=[Otherwise(SUCCEED)],
            on_failure="s2",
        ),
        Approval(
            id="s2",
            notify=Count,
            timeout="2s",
            on_timeout="s3",
            on_failure=[OnError(["Timeout"], Fail("GaveUp", lambda error: error.type)), Otherwise("s3")],
        ),
        Choice(id="s3", transitions=[Otherwise(SUCCEED)]),
    ],
    handlers=[Step(id="h0", operation=Work, inputs=lambda input, error: {"amount": input.amount}, on_success="s1")],
)
