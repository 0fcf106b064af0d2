"""Somebody wants to be forgotten, and may think better of it until the very end.

Shows: what a cancel request does wherever it comes: during a wait, a step, a delay between attempts, a compensation;
and a step that is told of every run that failed or was cancelled, once everything is undone.
"""

from acme.privacy import (
    ErasureRequest,
    LegalHold,
    WarehouseLocked,
    confirm_erasure,
    erase,
    freeze,
    report_to_officer,
    restore,
    thaw,
)
from wfc import Compensation, Operation, Retry, Step, Wait, Workflow

Freeze = Operation("privacy.freeze", handler=freeze, effect="write", idempotent="key", errors=[LegalHold])
Thaw = Operation("privacy.thaw", handler=thaw, effect="write", idempotent="natural")
Erase = Operation("privacy.erase", handler=erase, effect="write", idempotent="key", errors=[WarehouseLocked])
Restore = Operation("privacy.restore", handler=restore, effect="write", idempotent="natural")
Confirm = Operation("privacy.confirm", handler=confirm_erasure, effect="write", idempotent="key", irreversible=True)
Report = Operation("privacy.report", handler=report_to_officer, effect="write", idempotent="natural", irreversible=True)


def erase_from(system: str) -> Step:
    """A step that moves a person's data into the bin of one system."""
    return Step(
        id=f"erase-{system}",
        operation=Erase,
        inputs=lambda input: {"person": input.person, "system": system},
        retry=Retry(max_attempts=3, backoff="constant", initial="1h", only=[WarehouseLocked]),
        timeout="10m",
        compensation=Compensation(
            Restore,
            inputs=lambda input, output: {"person": input.person, "system": system, "place": output},
            when="attempted",
        ),
    )


data_deletion = Workflow(
    key="data.deletion",
    version="1.0.0",
    owners=["team-privacy"],
    input=ErasureRequest,
    steps=[
        Step(
            id="freeze",
            operation=Freeze,
            inputs=lambda input: {"person": input.person},
            timeout="1m",
            compensation=Compensation(Thaw, inputs=lambda input: {"person": input.person}, when="attempted"),
        ),
        Wait(id="objections", duration="30d"),
        erase_from("crm"),
        erase_from("warehouse"),
        Step(
            id="confirm",
            operation=Confirm,
            inputs=lambda input, steps: {
                "person": input.person,
                "places": [steps["erase-crm"].output, steps["erase-warehouse"].output],
            },
            timeout="1m",
        ),
    ],
    after_compensation=Step(
        id="report",
        operation=Report,
        inputs=lambda run, input, error: {
            "case": input.case,
            "person": input.person,
            "why": f"{error.type} {error.message}".strip(),
        },
        retry=Retry(max_attempts=2),
        timeout="1m",
    ),
    result=lambda steps: {"letter": steps["confirm"].output},
)
