"""Step Functions: a poll that the deadline forbade forgot that earlier polls had been attempts."""

from fuzz_team import Busy, count, undo

from wfc import Compensation, ForEach, Operation, Poll, Retry, Step, Workflow

Check = Operation("do.check", handler=count, effect="read", errors=[Busy])
Undo = Operation("do.undo", handler=undo, effect="write", idempotent="key", errors=[Busy])

flow = Workflow(
    key="found.attempted-by-an-earlier-poll",
    version="1.0.0",
    steps=[
        ForEach(
            id="s3",
            items=lambda: [2],
            steps=[
                Step(
                    id="s3e1",
                    operation=Check,
                    poll=Poll(until=lambda output: output > 2),
                    retry=Retry(max_attempts=3),
                    compensation=Compensation(
                        Undo, inputs=lambda error: {"ref": "c", "why": error.type}, when="attempted"
                    ),
                )
            ],
        )
    ],
    deadline="9s",
)
