"""Interpreter: a wait for what is past began at a cancel request, because the request had made room for it."""

from fuzz_team import Busy, Order, ship

from wfc import ForEach, Operation, Step, Wait, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])

flow = Workflow(
    key="found.begun-when-a-cancel-request-made-room",
    version="1.0.0",
    input=Order,
    steps=[
        Step(id="s0", operation=Ship, inputs=lambda input: {"amount": input.amount}),
        ForEach(
            id="s1",
            items=lambda: ["x", "y", "z"],
            steps=[
                ForEach(
                    id="s1e0",
                    items=lambda steps: steps["s0"].output.tags,
                    steps=[
                        Wait(id="s1e0e0", until=lambda run: run.started_at),
                        Wait(id="s1e0e1", duration=lambda input: input.amount),
                    ],
                )
            ],
            max_concurrency=2,
        ),
    ],
)
