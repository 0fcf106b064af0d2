"""Step Functions: behind a ForEach that this run never came to, what was due before it was left out."""

from fuzz_team import Busy, Declined, Fraud, Order, count, undo, work

from wfc import Choice, Compensation, ForEach, Operation, Otherwise, Step, When, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

Undone = Compensation(Undo, inputs=lambda output, error: {"ref": output.ref, "why": error.type})

flow = Workflow(
    key="found.left-out-behind-a-loop-that-never-began",
    version="1.0.0",
    input=Order,
    steps=[
        Choice(
            id="way",
            transitions=[
                When(lambda input: input.vip, "s0"),
                When(lambda input: input.amount > 10, "y2"),
                Otherwise("s1"),
            ],
        ),
        Step(
            id="s0",
            operation=Work,
            inputs=lambda input: {"amount": input.amount},
            compensation=Undone,
            on_success="y1",
        ),
        ForEach(
            id="s1",
            items=lambda input: input.items,
            steps=[
                Step(
                    id="s1e0",
                    operation=Work,
                    inputs=lambda input: {"amount": input.amount},
                    compensation=Undone,
                )
            ],
            on_success="s2",
        ),
        Step(
            id="y1",
            operation=Work,
            inputs=lambda input: {"amount": input.amount},
            compensation=Undone,
            on_success="s2",
            on_failure="s2",
        ),
        Step(
            id="y2",
            operation=Work,
            inputs=lambda input: {"amount": input.amount},
            compensation=Compensation(Undo, inputs=lambda error: {"ref": "y", "why": error.type}, when="attempted"),
            on_success="s2",
        ),
        Step(id="s2", operation=Check),
    ],
)
