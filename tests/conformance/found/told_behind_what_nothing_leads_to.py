"""Step Functions: asked whether a handler that nothing leads to had called something."""

from fuzz_team import Busy, Order, ship, undo

from wfc import SUCCEED, Choice, Fail, Operation, Otherwise, Step, When, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.told-behind-what-nothing-leads-to",
    version="1.0.0",
    input=Order,
    steps=[
        Choice(
            id="s0",
            transitions=[When(lambda input: input.amount > 10, SUCCEED), Otherwise(Fail("Enough", "of it"))],
            on_failure="h0",
        )
    ],
    handlers=[Step(id="h0", operation=Ship, inputs=lambda input: {"amount": input.amount}, on_success=SUCCEED)],
    result=lambda input: input.items[0],
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
