"""Step Functions: asked what nothing had noted where ways meet at a result that can fail."""

from fuzz_team import Busy, Declined, Fraud, Order, Setting, undo, work

from wfc import SUCCEED, Choice, Operation, Otherwise, Step, When, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.told-where-ways-meet-at-the-result",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Choice(
            id="s0",
            transitions=[When(lambda input: input.vip, SUCCEED), When(lambda input: input.vip, "s1"), Otherwise("s1")],
        ),
        Step(id="s1", operation=Work, inputs=lambda input: {"amount": input.amount, "note": "fixed"}),
    ],
    result=lambda steps: steps.get("s1").output.tags[0] if steps.get("s1") is not None else "-",
    deadline="9s",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
