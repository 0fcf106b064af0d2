"""Step Functions: asked whether something was called on a way that nothing leads to."""

from fuzz_team import Busy, Order, Setting, ship, undo

from wfc import FAIL, SUCCEED, Choice, Fail, Operation, Otherwise, Retry, Step, When, Workflow

Ship = Operation("do.ship", handler=ship, effect="write", idempotent="natural", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.told-behind-a-handler-nothing-leads-to",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Choice(
            id="s0",
            transitions=[
                When(lambda input: input.note is None, "s2"),
                When(lambda input, ctx: ctx.night and input.amount < 10, "s1"),
                Otherwise(Fail("Enough", "of it")),
            ],
        ),
        Choice(
            id="s1",
            transitions=[
                When(lambda input, ctx: ctx.night and input.amount < 10, SUCCEED),
                When(lambda input, ctx: ctx.night and input.amount < 10, "s2"),
                Otherwise(SUCCEED),
            ],
            on_failure="h0",
        ),
        Choice(
            id="s2", transitions=[When(lambda input: input.amount > 10, SUCCEED), Otherwise(Fail("Enough", "of it"))]
        ),
    ],
    handlers=[
        Step(
            id="h0",
            operation=Ship,
            inputs=lambda input: {"amount": input.amount},
            retry=Retry(max_attempts=2, backoff="exponential", initial="2s", jitter="full"),
            timeout="5s",
            on_success="s2",
            on_failure=FAIL,
        )
    ],
    result=lambda input: f"{input.amount:05d}",
    deadline="4s",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
