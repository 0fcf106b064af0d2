"""Step Functions: a called workflow that has begun counts as a call, and the interpreter did not know (C8)."""

from fuzz_team import Busy, Order, Setting, count, undo

from wfc import SUCCEED, Call, Choice, Fail, Operation, Otherwise, Sla, Step, When, Workflow

Count = Operation("do.count", handler=count, effect="read")
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

child = Workflow(
    key="random.child",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[Choice(id="s0", transitions=[When(lambda input: input.vip, SUCCEED), Otherwise(Fail("Enough", "of it"))])],
    result=lambda: "fixed",
)

flow = Workflow(
    key="found.told-of-a-child-that-called-nothing",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[
        Call(id="s0", workflow=child, inputs=lambda input: {"amount": input.amount}),
        Step(id="s1", operation=Count),
        Step(id="s2", operation=Count, timeout="5s", on_failure="h0"),
    ],
    handlers=[Step(id="h0", operation=Count, sla=Sla(max_duration="1s"), on_success=SUCCEED)],
    result=lambda: "fixed",
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
