"""As many payments are waited for as there are payers.

Shows: waiting for events in the body of a for-each, each element for its own correlation; who does not pay in time is
left out, who pays is paid back when the gift cannot be bought.
"""

from acme.gifts import Gift, Payment, SoldOut, ask_payer, buy, enter_share, pay_back
from wfc import SUCCEED, Compensation, ForEach, OnError, Operation, Receive, Step, Workflow

AskPayer = Operation("gifts.ask", handler=ask_payer, effect="write", idempotent="key", irreversible=True)
EnterShare = Operation("gifts.enter", handler=enter_share, effect="write", idempotent="key")
PayBack = Operation("gifts.pay-back", handler=pay_back, effect="write", idempotent="natural")
Buy = Operation("gifts.buy", handler=buy, effect="write", idempotent="key", irreversible=True, errors=[SoldOut])

group_gift = Workflow(
    key="group.gift",
    version="1.0.0",
    owners=["team-gifts"],
    input=Gift,
    steps=[
        ForEach(
            id="shares",
            items=lambda input: input.payers,
            steps=[
                Step(
                    id="ask",
                    operation=AskPayer,
                    inputs=lambda input, item: {"payer": item, "gift": input.gift},
                    timeout="30s",
                ),
                Receive(
                    id="payment",
                    event="payment.received",
                    correlate=lambda input, item: f"{input.gift}/{item}",
                    payload=Payment,
                    timeout="7d",
                    on_failure=[OnError(["Timeout"], SUCCEED)],
                ),
                Step(
                    id="enter",
                    operation=EnterShare,
                    inputs=lambda steps, item: {"payer": item, "amount": steps["payment"].output.amount},
                    timeout="30s",
                    compensation=Compensation(
                        PayBack, inputs=lambda item, output: {"payer": item, "amount": output}, when="attempted"
                    ),
                ),
            ],
        ),
        Step(
            id="buy",
            operation=Buy,
            inputs=lambda input, steps: {"gift": input.gift, "amounts": steps["shares"].output},
            timeout="30s",
        ),
    ],
    result=lambda steps: {"receipt": steps["buy"].output},
)
