"""Step Functions: the list of breaches was read behind a wait that failed, where nothing had begun it."""

from fuzz_team import Busy, Order, ship

from wfc import Operation, Sla, Step, Wait, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])

flow = Workflow(
    key="found.promise-of-a-handler-for-a-wait",
    version="1.0.0",
    input=Order,
    steps=[Wait(id="s1", duration=lambda input: input.amount, on_failure="h0")],
    handlers=[Step(id="h0", operation=Ship, inputs=lambda input: {"amount": input.amount}, sla=Sla(max_duration="4s"))],
)
