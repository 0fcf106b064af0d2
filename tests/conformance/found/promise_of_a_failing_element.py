"""Airflow: an element of a loop that failed after breaking its promise was no breach."""

from fuzz_team import Order, count

from wfc import SUCCEED, ForEach, Operation, Retry, Sla, Step, Workflow

Count = Operation("do.count", handler=count, effect="read")

flow = Workflow(
    key="found.promise-of-a-failing-element",
    version="1.0.0",
    input=Order,
    steps=[
        ForEach(
            id="s0",
            items=lambda: [1, 2, 3],
            steps=[
                Step(
                    id="s0e0",
                    operation=Count,
                    retry=Retry(max_attempts=2, initial="2s"),
                    sla=Sla(max_duration="1s"),
                    on_failure=SUCCEED,
                )
            ],
        )
    ],
)
