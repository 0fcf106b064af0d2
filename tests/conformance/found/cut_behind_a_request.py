"""Temporal: the engine called an attempt cut by a deadline behind a cancel request timed out (T2)."""

from fuzz_team import Order, count

from wfc import Operation, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")

flow = Workflow(
    key="found.cut-behind-a-request",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Count, timeout="20s")],
    deadline="6s",
)
