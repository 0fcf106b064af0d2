"""Airflow: nobody was told of a called workflow that failed by an expression of its own."""

from fuzz_team import Busy, Order, Setting, count, undo

from wfc import SUCCEED, Call, Choice, Fail, Operation, Otherwise, Step, When, Workflow

Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="found.told-after-a-condition-of-a-child-child",
    version="1.0.0",
    input=Order,
    steps=[
        Choice(
            id="s0",
            transitions=[When(lambda input: input.items[0] == "a", SUCCEED), Otherwise(Fail("Enough", "of it"))],
        )
    ],
)
flow = Workflow(
    key="found.told-after-a-condition-of-a-child",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount}),
        Step(id="s2", operation=Count),
        Choice(id="s3", transitions=[Otherwise(SUCCEED)]),
    ],
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.message}),
)
