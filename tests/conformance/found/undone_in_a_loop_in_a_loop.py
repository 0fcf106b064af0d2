"""Step Functions: what had to be undone of a loop in a loop was read where only some ways had noted it."""

from fuzz_team import Busy, Order, ship, undo

from wfc import Compensation, Fail, ForEach, Operation, Step, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.undone-in-a-loop-in-a-loop",
    version="1.0.0",
    input=Order,
    steps=[
        ForEach(
            id="s0",
            items=lambda: [1, 2],
            steps=[
                ForEach(
                    id="s0e0",
                    items=lambda input: input.items,
                    steps=[
                        Step(
                            id="s0e0e0",
                            operation=Ship,
                            inputs=lambda input: {"amount": input.amount},
                            compensation=Compensation(
                                Undo, inputs=lambda output, error: {"ref": output.ref, "why": error.type}
                            ),
                        )
                    ],
                )
            ],
            on_failure=Fail("GaveUp", "in the loop"),
        )
    ],
)
