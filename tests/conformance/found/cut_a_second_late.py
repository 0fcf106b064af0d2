"""Step Functions: the deadline cuts in whole seconds, so an attempt can time out first. A known difference."""

from fuzz_team import Order, count

from wfc import Operation, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")

flow = Workflow(
    key="found.cut-a-second-late",
    version="1.0.0",
    input=Order,
    steps=[
        Step(id="s0", operation=Count),
        Step(id="s1", operation=Count, timeout="5s"),
    ],
    deadline="6s",
)
