"""Temporal: a called workflow that had run out of time did not count as a call (C8)."""

from fuzz_team import Busy, Order, count, undo

from wfc import Call, Operation, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="found.slow-child",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Count)],
)

flow = Workflow(
    key="found.told-of-a-child-that-was-stopped",
    version="1.0.0",
    input=Order,
    steps=[Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount}, timeout="3s")],
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
