"""Step Functions: an attempt that the deadline cuts before its own timeout said Timeout, and its edge took that."""

from fuzz_team import Order, count

from wfc import SUCCEED, OnError, Operation, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")

flow = Workflow(
    key="found.cut-by-the-deadline-first",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Count, timeout="10s", on_failure=[OnError(["Timeout"], SUCCEED)])],
    deadline="6s",
)
