"""Step Functions: the reader took a wait that cannot fail for one that can."""

from fuzz_team import Busy, Order, count, ship, undo

from wfc import SUCCEED, Compensation, Operation, Step, Wait, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="random.flow",
    version="1.0.0",
    input=Order,
    steps=[
        Wait(id="s0", duration="2s", on_failure=SUCCEED),
        Step(id="s1", operation=Ship, inputs=lambda input: {"amount": input.amount}),
        Step(
            id="s3",
            operation=Check,
            compensation=Compensation(Undo, inputs=lambda error: {"ref": "c", "why": error.type}),
        ),
    ],
    result=lambda steps: steps.get("s1").output.tags[0] if steps.get("s1") is not None else "-",
)
