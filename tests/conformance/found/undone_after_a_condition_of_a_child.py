"""Airflow: a called workflow that failed by an expression of its own counted as one that was never called."""

from fuzz_team import Busy, Order, Setting, undo

from wfc import Call, Compensation, Operation, Wait, Workflow

Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="found.undone-after-a-condition-of-a-child-child",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[Wait(id="s0", duration=lambda input: len(input.items[0]))],
)
flow = Workflow(
    key="found.undone-after-a-condition-of-a-child",
    version="1.0.0",
    input=Order,
    steps=[
        Call(
            id="s1",
            workflow=child,
            inputs=lambda input: {"amount": input.amount},
            context=lambda input: {"user": input.note or "me", "night": True},
            compensation=Compensation(
                Undo, inputs=lambda error, key: {"ref": "c", "why": error.message + key}, when="attempted"
            ),
        )
    ],
)
