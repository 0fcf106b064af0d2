"""Step Functions: asked for the failures of a ForEach that nothing leads to."""

from fuzz_team import Order

from wfc import SUCCEED, Choice, ForEach, Otherwise, Workflow

flow = Workflow(
    key="found.asked-of-a-loop-nothing-leads-to",
    version="1.0.0",
    input=Order,
    steps=[
        Choice(id="s0", transitions=[Otherwise(SUCCEED)], on_failure="s1"),
        ForEach(
            id="s1",
            items=lambda input: input.items,
            steps=[
                ForEach(
                    id="s1e2",
                    items=lambda input: input.items,
                    steps=[Choice(id="s1e2e1", transitions=[Otherwise(SUCCEED)])],
                )
            ],
        ),
    ],
    result=lambda steps: f"{len(steps.get('s1').output)}" if steps.get("s1") is not None else "-",
)
