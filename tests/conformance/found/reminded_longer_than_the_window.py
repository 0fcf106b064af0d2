"""Step Functions: a reminder that is still being called when the window ends keeps the run waiting, as its row says."""

from fuzz_team import Busy, Order, Setting, count, undo

from wfc import Approval, Escalate, Operation, Sla, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.reminded-longer-than-the-window",
    version="1.0.0",
    input=Order,
    context=Setting,
    steps=[Approval(id="s0", notify=Count, timeout="4s", remind=Escalate("1s", Check))],
    result=lambda: "fixed",
    sla=Sla(max_duration="6s"),
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
