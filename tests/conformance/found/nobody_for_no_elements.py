"""Step Functions: a Map over a list that is written down and empty lost its items, and went over its input."""

from fuzz_team import Busy, Order, ship

from wfc import ForEach, Operation, Step, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])

flow = Workflow(
    key="found.nobody-for-no-elements",
    version="1.0.0",
    input=Order,
    steps=[
        ForEach(
            id="s0",
            items=lambda input: [],
            steps=[Step(id="s0e0", operation=Ship, inputs=lambda input: {"amount": input.amount})],
        ),
    ],
    result=lambda steps: f"{len(steps['s0'].output)}",
)
