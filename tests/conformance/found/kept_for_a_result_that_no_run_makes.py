"""Temporal: kept the output of a nested branch for a result that no run makes, since all ways end with a failure."""

from fuzz_team import Busy, Order, ship

from wfc import Fail, Operation, Parallel, Step, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])

flow = Workflow(
    key="found.kept-for-a-result-that-no-run-makes",
    version="1.0.0",
    input=Order,
    steps=[
        Parallel(
            id="s0",
            branches={
                "a": [
                    Parallel(
                        id="s0a2",
                        branches={
                            "a": [Step(id="s0a2a1", operation=Ship, inputs=lambda input: {"amount": input.amount})]
                        },
                    )
                ]
            },
            on_success=Fail("Enough", "of it"),
        )
    ],
    result=lambda steps: steps.get("s0a2a1").output.ref.upper() if steps.get("s0a2a1") is not None else "-",
)
