"""Money is set aside before anybody is asked, and freed again when the answer is no.

Shows: an approval between steps with compensations; a no that is handled by type and still undoes what was done; an
approval that waits for ever; a step that closes the file after every failed run, when everything else is undone.
"""

from acme.refunds import (
    BankClosed,
    BudgetSpent,
    Claim,
    ask_supervisor,
    close_file,
    give_back_cover,
    set_aside,
    transfer,
    write_to_buyer,
)
from wfc import Approval, Compensation, OnError, Operation, Retry, Step, Workflow

SetAside = Operation("refunds.set-aside", handler=set_aside, effect="write", idempotent="key", errors=[BudgetSpent])
GiveBack = Operation("refunds.give-back", handler=give_back_cover, effect="write", idempotent="natural")
AskSupervisor = Operation(
    "refunds.ask", handler=ask_supervisor, effect="write", idempotent="key", irreversible=True, timeout="10s"
)
Transfer = Operation(
    "bank.transfer", handler=transfer, effect="write", idempotent="key", irreversible=True, errors=[BankClosed]
)
WriteToBuyer = Operation("mail.buyer", handler=write_to_buyer, effect="write", idempotent="key", irreversible=True)
CloseFile = Operation("refunds.close", handler=close_file, effect="write", idempotent="key", irreversible=True)

refund_desk = Workflow(
    key="refund.desk",
    version="1.0.0",
    owners=["team-service"],
    input=Claim,
    steps=[
        Step(
            id="set-aside",
            operation=SetAside,
            inputs=lambda input: {"order_id": input.order_id, "amount": input.amount},
            timeout="10s",
            compensation=Compensation(
                GiveBack,
                inputs=lambda input, output, error: {
                    "order_id": input.order_id,
                    "cover_id": output.cover_id if output is not None else None,
                    "reason": f"{error.type} at {error.step or 'no step'}",
                },
                when="attempted",
            ),
        ),
        Approval(
            id="supervisor",
            notify=AskSupervisor,
            inputs=lambda input: {"order_id": input.order_id, "amount": input.amount},
            on_failure=[OnError(["Rejected"], "explain")],
        ),
        Step(
            id="transfer",
            operation=Transfer,
            inputs=lambda input, steps: {
                "cover_id": steps["set-aside"].output.cover_id,
                "buyer": input.buyer,
                "note": f"signed by {steps['supervisor'].output.by or 'the desk'}",
            },
            retry=Retry(max_attempts=2, backoff="constant", initial="30s"),
            timeout="20s",
        ),
    ],
    handlers=[
        Step(
            id="explain",
            operation=WriteToBuyer,
            inputs=lambda input: {"buyer": input.buyer, "text": f"no refund for {input.order_id}"},
            timeout="10s",
        ),
    ],
    after_compensation=Step(
        id="close-file",
        operation=CloseFile,
        inputs=lambda input, error: {"order_id": input.order_id, "outcome": f"{error.type}: {error.message}"},
        timeout="10s",
    ),
    result=lambda steps: {"transfer": steps["transfer"].output},
)
