"""Step Functions: after_compensation asked whether anything was called where no state had noted it."""

from fuzz_team import Busy, Declined, Fraud, Order, undo, work

from wfc import SUCCEED, Operation, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.told-of-what-was-called",
    version="1.0.0",
    input=Order,
    steps=[Step(id="s0", operation=Work, inputs=lambda input, steps: {"amount": input.amount}, on_failure=SUCCEED)],
    result=lambda input, run: {"first": input.items[0]},
    after_compensation=Step(id="told", operation=Undo, inputs=lambda error: {"ref": None, "why": error.type}),
)
