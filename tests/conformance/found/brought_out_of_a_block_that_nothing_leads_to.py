"""Step Functions: a leg read what a block would bring out that nothing leads to."""

from fuzz_team import Busy, Declined, Fraud, Order, undo, work

from wfc import Choice, Compensation, Fail, Operation, Otherwise, Parallel, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="random.flow",
    version="1.0.0",
    input=Order,
    steps=[
        Parallel(
            id="s0",
            branches={
                "b": [
                    Choice(id="s0b0", transitions=[Otherwise(Fail("Enough", "of it"))], on_failure="s0b1"),
                    Parallel(
                        id="s0b1",
                        branches={
                            "b": [
                                Step(
                                    id="s0b1b0",
                                    operation=Work,
                                    inputs=lambda input: {"amount": input.amount},
                                    compensation=Compensation(
                                        Undo,
                                        inputs=lambda input, output: {"ref": output.ref, "why": input.note or "none"},
                                    ),
                                )
                            ]
                        },
                    ),
                ]
            },
        )
    ],
)
