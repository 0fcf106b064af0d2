"""Each tube goes through the analyser, two at a time.

Shows: a poll in the body of a for-each, a body that decides for each element, a compensation that reads its element,
and an element that fails while the others are still measured.
"""

from acme.lab import (
    AnalyserJammed,
    LabClosed,
    LabOrder,
    TubeBroken,
    judge,
    load,
    read_analyser,
    report,
    unload,
)
from wfc import Compensation, ForEach, Operation, Poll, Retry, Step, Workflow

Load = Operation("lab.load", handler=load, effect="write", idempotent="key", errors=[TubeBroken])
Unload = Operation("lab.unload", handler=unload, effect="write", idempotent="natural")
Read = Operation("lab.read", handler=read_analyser, effect="read", errors=[AnalyserJammed])
Judge = Operation("lab.judge", handler=judge, effect="read")
Report = Operation(
    "lab.report", handler=report, effect="write", idempotent="key", irreversible=True, errors=[LabClosed]
)

lab_samples = Workflow(
    key="lab.samples",
    version="1.0.0",
    owners=["team-lab"],
    input=LabOrder,
    steps=[
        ForEach(
            id="samples",
            items=lambda input: input.samples,
            max_concurrency=2,
            steps=[
                Step(
                    id="load",
                    operation=Load,
                    inputs=lambda item, index: {"barcode": item.barcode, "test": item.test, "position": index},
                    timeout="1m",
                    compensation=Compensation(
                        Unload,
                        inputs=lambda item, output: {
                            "barcode": item.barcode,
                            "rack": output.rack if output is not None else None,
                        },
                        when="attempted",
                    ),
                ),
                Step(
                    id="measure",
                    operation=Read,
                    inputs=lambda steps: {"rack": steps["load"].output.rack},
                    retry=Retry(max_attempts=2, backoff="constant", initial="10s"),
                    timeout="30s",
                    poll=Poll(until=lambda output: output.ready, every="5m", timeout="22m"),
                ),
                Step(
                    id="judge",
                    operation=Judge,
                    inputs=lambda steps, item: {"test": item.test, "value": steps["measure"].output.value},
                    timeout="10s",
                ),
            ],
        ),
        Step(
            id="report",
            operation=Report,
            inputs=lambda input, steps: {"order_id": input.order_id, "findings": steps["samples"].output},
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "report": steps["report"].output,
        "remarks": [finding.remark for finding in steps["samples"].output],
    },
)
