"""Step Functions: an edge handled the deadline of a step whose loop of retries is for other errors (T2)."""

from fuzz_team import Busy, Declined, Fraud, Order, count, work

from wfc import SUCCEED, Call, Operation, Otherwise, Parallel, Retry, Step, Workflow

Work = Operation("do.work", handler=work, effect="write", idempotent="key", errors=[Declined, Fraud, Busy])
Check = Operation("do.check", handler=count, effect="read", errors=[Busy])

child = Workflow(
    key="random.child",
    version="1.0.0",
    input=Order,
    steps=[
        Parallel(
            id="s1",
            branches={
                "b": [
                    Parallel(
                        id="s1b1",
                        branches={
                            "b": [
                                Step(
                                    id="s1b1b0",
                                    operation=Work,
                                    inputs=lambda input: {"amount": input.amount},
                                    retry=Retry(max_attempts=3, backoff="linear", only=[Busy]),
                                    on_failure=[Otherwise("s1b1b2")],
                                ),
                                Step(id="s1b1b1", operation=Check, on_success=[Otherwise(SUCCEED)]),
                                Step(id="s1b1b2", operation=Check),
                            ]
                        },
                    )
                ]
            },
        )
    ],
    deadline="6s",
)
flow = Workflow(
    key="random.flow",
    version="1.0.0",
    input=Order,
    steps=[Call(id="s1", workflow=child, inputs=lambda input: {"amount": input.amount})],
)
