"""Two desks sign at once, and one of them may say no.

Shows: approvals in the branches of a parallel step: it waits for both whatever one of them says; a branch that ends
with a failure of its own; the form of an approval that certainly said yes; undoing a draft and what a branch has done.
"""

from acme.contracts import (
    Contract,
    CreditLine,
    NotDrafted,
    SealBroken,
    ask_to_sign,
    draft,
    free_credit,
    reserve_credit,
    seal,
    shred,
)
from wfc import Approval, Compensation, Fail, Operation, Parallel, Step, Workflow

Draft = Operation("contracts.draft", handler=draft, effect="write", idempotent="key", errors=[NotDrafted])
Shred = Operation("contracts.shred", handler=shred, effect="write", idempotent="natural")
AskToSign = Operation(
    "contracts.ask",
    handler=ask_to_sign,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[NotDrafted],
    timeout="10s",
)
ReserveCredit = Operation("credit.reserve", handler=reserve_credit, effect="write", idempotent="key")
FreeCredit = Operation("credit.free", handler=free_credit, effect="write", idempotent="natural")
Seal = Operation(
    "contracts.seal", handler=seal, effect="write", idempotent="key", irreversible=True, errors=[SealBroken]
)

contract_signing = Workflow(
    key="contract.signing",
    version="1.0.0",
    owners=["team-legal"],
    input=Contract,
    steps=[
        Step(
            id="draft",
            operation=Draft,
            inputs=lambda input: {"customer": input.customer, "value": input.value},
            timeout="20s",
            compensation=Compensation(
                Shred, inputs=lambda input, output: {"customer": input.customer, "number": output}, when="attempted"
            ),
        ),
        Parallel(
            id="signatures",
            branches={
                "legal": [
                    Approval(
                        id="legal",
                        notify=AskToSign,
                        inputs=lambda steps: {"desk": "legal", "number": steps["draft"].output},
                        timeout="10d",
                    ),
                ],
                "finance": [
                    Approval(
                        id="finance",
                        notify=AskToSign,
                        inputs=lambda steps: {"desk": "finance", "number": steps["draft"].output},
                        form=CreditLine,
                        timeout="5d",
                        on_rejected=Fail("NoCredit", lambda input: f"for {input.customer}"),
                    ),
                    Step(
                        id="reserve",
                        operation=ReserveCredit,
                        inputs=lambda input, steps: {
                            "customer": input.customer,
                            "limit": min(input.value, steps["finance"].output.data.limit),
                        },
                        timeout="20s",
                        compensation=Compensation(
                            FreeCredit,
                            inputs=lambda input, output: {
                                "customer": input.customer,
                                "line_id": output.line_id if output is not None else None,
                            },
                            when="attempted",
                        ),
                    ),
                ],
            },
        ),
        Step(
            id="seal",
            operation=Seal,
            inputs=lambda steps: {
                "number": steps["draft"].output,
                "signed_by": [steps["legal"].output.by or "legal", steps["finance"].output.by or "finance"],
                "limit": steps["signatures"].output["finance"].limit,
            },
            timeout="20s",
        ),
    ],
    result=lambda steps: {"seal": steps["seal"].output, "line": steps["reserve"].output.line_id},
)
