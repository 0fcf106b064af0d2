"""Each till of a shop gets the new release by a workflow of its own, two at a time.

Shows: a call in the body of a for-each, with an address, a key and a compensation for each element; children that
failed have undone themselves, the others are undone by the call from the last element to the first.
"""

from acme.tills import (
    AuditRefused,
    Installed,
    Offline,
    Rollout,
    SelfTestFailed,
    Target,
    flash,
    flash_back,
    register,
    self_test,
)
from wfc import SUCCEED, Call, Compensation, Fail, ForEach, Operation, Otherwise, Retry, Step, When, Workflow

Flash = Operation("tills.flash", handler=flash, effect="write", idempotent="key", errors=[Offline])
FlashBack = Operation("tills.flash-back", handler=flash_back, effect="write", idempotent="natural")
SelfTest = Operation("tills.self-test", handler=self_test, effect="read", errors=[SelfTestFailed])
Register = Operation(
    "tax.register", handler=register, effect="write", idempotent="key", irreversible=True, errors=[AuditRefused]
)

till_update = Workflow(
    key="till.update",
    version="1.0.0",
    owners=["team-tills"],
    input=Target,
    output=Installed,
    steps=[
        Step(
            id="flash",
            operation=Flash,
            inputs=lambda input: {"till": input.till, "release": input.release},
            retry=Retry(max_attempts=2, backoff="constant", initial="1m", only=[Offline]),
            timeout="10m",
            compensation=Compensation(
                FlashBack, inputs=lambda input, output: {"till": input.till, "previous": output}, when="attempted"
            ),
        ),
        Step(
            id="self-test",
            operation=SelfTest,
            inputs=lambda input: {"till": input.till, "release": input.release},
            timeout="1m",
            on_success=[
                When(lambda output: output, SUCCEED),
                Otherwise(Fail("DrawerStuck", lambda input: input.till)),
            ],
        ),
    ],
    result=lambda input, steps: {"till": input.till, "previous": steps["flash"].output},
)

till_rollout = Workflow(
    key="till.rollout",
    version="1.0.0",
    owners=["team-tills"],
    input=Rollout,
    steps=[
        ForEach(
            id="tills",
            items=lambda input: input.tills,
            max_concurrency=2,
            steps=[
                Call(
                    id="update",
                    workflow=till_update,
                    inputs=lambda input, item: {"till": item, "release": input.release},
                    compensation=Compensation(
                        FlashBack, inputs=lambda output: {"till": output.till, "previous": output.previous}
                    ),
                ),
            ],
        ),
        Step(
            id="register",
            operation=Register,
            inputs=lambda input, steps: {
                "release": input.release,
                "tills": [one.till for one in steps["tills"].output],
            },
            timeout="1m",
        ),
    ],
    result=lambda steps: {"receipt": steps["register"].output, "tills": len(steps["tills"].output)},
)
