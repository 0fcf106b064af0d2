"""Temporal: the policy of a step that nothing leads to was written, in words that were not imported."""

from fuzz_team import Order, count

from wfc import FAIL, SUCCEED, Choice, Operation, Otherwise, Retry, Step, When, Workflow

Count = Operation("do.count", handler=count, effect="read")

flow = Workflow(
    key="found.retried-what-nothing-leads-to",
    version="1.0.0",
    input=Order,
    steps=[
        Step(id="s0", operation=Count),
        Choice(id="s1", transitions=[When(lambda input: input.vip, SUCCEED), Otherwise(SUCCEED)], on_failure="h0"),
    ],
    handlers=[
        Step(
            id="h0",
            operation=Count,
            retry=Retry(max_attempts=3, backoff="linear", initial="2s"),
            on_success=FAIL,
        )
    ],
)
