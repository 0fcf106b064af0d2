"""The same checks for a company and for its owner, as a workflow of its own that is called twice.

Shows: a child that undoes its own work when it fails; a call whose compensation undoes a child that succeeded; a call
with another context than the caller's; a child's failure told apart by type.
"""

from acme.suppliers import (
    Buyer,
    IbanUnknown,
    ListsOffline,
    Sanctioned,
    Screening,
    Subject,
    Supplier,
    close_case,
    create_vendor,
    look_up,
    open_case,
    tell_buyer,
    void_case,
)
from wfc import Call, Compensation, OnError, Operation, Retry, Step, Workflow

OpenCase = Operation("compliance.open", handler=open_case, effect="write", idempotent="key")
CloseCase = Operation("compliance.close", handler=close_case, effect="write", idempotent="natural")
LookUp = Operation("compliance.look-up", handler=look_up, effect="read", errors=[Sanctioned, ListsOffline])
VoidCase = Operation("compliance.void", handler=void_case, effect="write", idempotent="natural")
CreateVendor = Operation(
    "books.create-vendor",
    handler=create_vendor,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[IbanUnknown],
)
TellBuyer = Operation("mail.buyer", handler=tell_buyer, effect="write", idempotent="key", irreversible=True)

supplier_screening = Workflow(
    key="supplier.screening",
    version="1.0.0",
    owners=["team-compliance"],
    input=Subject,
    context=Buyer,
    output=Screening,
    steps=[
        Step(
            id="open-case",
            operation=OpenCase,
            inputs=lambda ctx, input: {"name": input.name, "officer": ctx.officer},
            timeout="10s",
            compensation=Compensation(
                CloseCase,
                inputs=lambda input, error: {"name": input.name, "why": error.type},
                when="attempted",
            ),
        ),
        Step(
            id="look-up",
            operation=LookUp,
            inputs=lambda input: {"name": input.name},
            retry=Retry(max_attempts=2, only=[ListsOffline]),
            timeout="1m",
        ),
    ],
    result=lambda steps: {"case_id": steps["open-case"].output.case_id, "risk": steps["look-up"].output},
)

supplier_onboarding = Workflow(
    key="supplier.onboarding",
    version="1.0.0",
    owners=["team-purchasing"],
    input=Supplier,
    context=Buyer,
    steps=[
        Call(
            id="company",
            workflow=supplier_screening,
            inputs=lambda input: {"name": input.company},
            compensation=Compensation(
                VoidCase,
                inputs=lambda output, error: {"case_id": output.case_id, "why": f"{error.type} {error.message}"},
            ),
            on_failure=[OnError([Sanctioned], "refuse")],
        ),
        Call(
            id="owner",
            workflow=supplier_screening,
            inputs=lambda input: {"name": input.owner},
            context=lambda ctx: {"officer": f"{ctx.officer} and another"},  # four eyes
            compensation=Compensation(
                VoidCase,
                inputs=lambda output, error: {"case_id": output.case_id, "why": f"{error.type} {error.message}"},
            ),
            on_failure=[OnError([Sanctioned], "refuse")],
        ),
        Step(
            id="create-vendor",
            operation=CreateVendor,
            inputs=lambda input, steps: {
                "company": input.company,
                "risk": max(steps["company"].output.risk, steps["owner"].output.risk),
            },
            timeout="20s",
        ),
    ],
    handlers=[
        Step(
            id="refuse",
            operation=TellBuyer,
            inputs=lambda ctx, error: {"officer": ctx.officer, "text": f"{error.step}: {error.message}"},
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "vendor": steps["create-vendor"].output,
        "cases": [steps["company"].output.case_id, steps["owner"].output.case_id],
    },
)
