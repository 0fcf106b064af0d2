"""Step Functions: what a reminder leaves of a window is in whole seconds, so a deadline may come first."""

from fuzz_team import Busy, count

from wfc import SUCCEED, Approval, Escalate, Operation, Parallel, Workflow

Count = Operation("do.count", handler=count, effect="read")
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])

flow = Workflow(
    key="found.a-window-that-its-reminder-makes-longer",
    version="1.0.0",
    steps=[
        Parallel(
            id="s0",
            branches={
                "b": [Approval(id="s0b0", notify=Count, timeout="4s", remind=Escalate("1s", Check), on_timeout=SUCCEED)]
            },
        ),
        Approval(id="s1", notify=Count, timeout="4s", remind=Escalate("1s", Check)),
    ],
    deadline="9s",
)
