"""Airflow: a called workflow with a promise that nobody is alerted of was taken for one with a task for its outcome."""

from fuzz_team import Busy, Declined, Fraud, Order, Setting, count, ship, work

from wfc import Call, OnError, Operation, Sla, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")

child = Workflow(
    key="found.a-promise-of-a-child-without-an-alert-child",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Ship, inputs=lambda input: {"amount": input.amount}, sla=Sla(max_duration="4s"))],
)
flow = Workflow(
    key="found.a-promise-of-a-child-without-an-alert",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Call(id="s1", workflow=child, inputs=lambda input: {"amount": input.amount}),
        Step(
            id="s2", operation=Work, inputs=lambda input, ctx: {"amount": input.amount}, on_failure=[OnError([], "h1")]
        ),
    ],
    handlers=[Step(id="h1", operation=Count)],
)
