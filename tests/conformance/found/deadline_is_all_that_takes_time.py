"""Temporal: the package did not import `timedelta` where only the deadline needs it."""

from fuzz_team import Order

from wfc import SUCCEED, Choice, Fail, Otherwise, When, Workflow

flow = Workflow(
    key="found.deadline-is-all-that-takes-time",
    version="1.0.0",
    input=Order,
    steps=[Choice(id="s0", transitions=[When(lambda input: input.vip, SUCCEED), Otherwise(Fail("Enough", "of it"))])],
    deadline="90s",
)
