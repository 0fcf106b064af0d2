"""Step Functions: a step that the deadline cuts after it has broken its promise was no breach."""

from fuzz_team import Busy, Order, ship

from wfc import FAIL, Operation, Sla, Step, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])

flow = Workflow(
    key="found.promise-cut-by-the-deadline",
    version="1.0.0",
    input=Order,
    steps=[
        Step(
            id="s0",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount},
            sla=Sla(max_duration="1s"),
            on_failure=FAIL,
        )
    ],
    deadline="6s",
)
