"""Step Functions: an attempt that is cut where what is left was rounded up said Timeout."""

from fuzz_team import Busy, Declined, Fraud, Order, count, ship, work

from wfc import Operation, Retry, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])

flow = Workflow(
    key="found.cut-behind-a-rounded-deadline",
    version="1.0.0",
    input=Order,
    steps=[
        Step(id="s1", operation=Ship, inputs=lambda input: {"amount": input.amount}, on_failure="h0"),
        Step(id="s2", operation=Check, timeout="2s", retry=Retry(max_attempts=3)),
    ],
    handlers=[Step(id="h0", operation=Work, inputs=lambda input, error: {"amount": input.amount}, on_success="s2")],
    deadline="6s",
)
