"""Step Functions: after_compensation was not called when only a called workflow had called operations."""

from fuzz_team import Order, count, undo

from wfc import Call, Operation, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key")

child = Workflow(key="found.child-that-fails", version="1.0.0", input=Order, steps=[Step(id="s0", operation=Count)])
flow = Workflow(
    key="found.told-of-what-a-child-called",
    version="1.0.0",
    input=Order,
    steps=[Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount})],
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
