"""Step Functions: the player took it for the deadline that cut the step told at last, which has none."""

from fuzz_team import Busy, Order, count, undo

from wfc import Call, Defaults, Fail, Operation, Parallel, Retry, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="found.told-longer-than-the-deadline-of-a-call-child",
    version="1.0.0",
    input=Order,
    steps=[Parallel(id="s1", branches={"b": [Step(id="s1b0", operation=Count)]}, on_success=Fail("Enough", "of it"))],
)
flow = Workflow(
    key="found.told-longer-than-the-deadline-of-a-call",
    version="1.0.0",
    input=Order,
    steps=[Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount})],
    defaults=Defaults(retry=Retry(max_attempts=2), timeout="5s"),
    deadline="6s",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda input: {"ref": None, "why": input.items[0]}),
)
