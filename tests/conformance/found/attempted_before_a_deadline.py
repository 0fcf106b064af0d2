"""Step Functions: what asks whether a step was attempted read a variable that no way to it assigned."""

from fuzz_team import Busy, Order, count, ship, undo

from wfc import SUCCEED, Compensation, Operation, Otherwise, Parallel, Step, When, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.attempted-before-a-deadline",
    version="1.0.0",
    input=Order,
    steps=[
        Parallel(
            id="s0",
            branches={"b": [Step(id="s0b0", operation=Count)]},
            on_success=[When(lambda input: input.items[0] == "a", SUCCEED), Otherwise("s1")],
        ),
        Step(
            id="s1",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount},
            compensation=Compensation(
                Undo,
                inputs=lambda input, output, error, key: {
                    "ref": output.ref if output is not None else None,
                    "why": error.type,
                },
                when="attempted",
            ),
        ),
    ],
    result=lambda input, run: {"first": input.items[0]},
    deadline="6s",
)
