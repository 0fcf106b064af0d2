"""Step Functions: a delay overran the deadline, as its row says, and so a promise that would have been kept."""

from fuzz_team import Busy, Declined, Fraud, Order, work

from wfc import Call, Operation, Retry, Sla, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])

child = Workflow(
    key="found.a-promise-broken-by-a-delay-child",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Work, inputs=lambda input: {"amount": input.amount})],
)
flow = Workflow(
    key="found.a-promise-broken-by-a-delay",
    version="1.0.0",
    input=Order,
    steps=[
        Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount}),
        Step(
            id="s1",
            operation=Work,
            inputs=lambda input: {"amount": input.amount},
            retry=Retry(max_attempts=2, initial="2s"),
        ),
    ],
    sla=Sla(max_duration="6s"),
    deadline="4s",
)
