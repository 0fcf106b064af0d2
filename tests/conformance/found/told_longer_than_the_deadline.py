"""Airflow: the player said that the deadline had cut the step after compensation, which it does not bound."""

from fuzz_team import Busy, Order, ship, undo

from wfc import Compensation, Operation, Step, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.told-longer-than-the-deadline",
    version="1.0.0",
    input=Order,
    steps=[
        Step(
            id="s1",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount},
            compensation=Compensation(Undo, inputs=lambda error: {"ref": None, "why": error.type}, timeout="5s"),
        ),
        Step(id="s2", operation=Ship, inputs=lambda input: {"amount": input.amount}),
    ],
    deadline="4s",
    after_compensation=Step(
        id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}, timeout="5s"
    ),
)
