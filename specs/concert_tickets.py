"""Undoing what may have happened.

Shows: `when="attempted"`: a hold that timed out may exist all the same, so it is freed whether or not its output is
known; also when its failure was handled before the run failed.
"""

from acme.payments import CardDeclined, charge, refund
from acme.tickets import SeatRequest, SeatsTaken, free_seats, hold_seats, issue_tickets, suggest_dates
from wfc import Compensation, OnError, Operation, Retry, Step, Workflow

HoldSeats = Operation("tickets.hold", handler=hold_seats, effect="write", idempotent="key", errors=[SeatsTaken])
FreeSeats = Operation("tickets.free", handler=free_seats, effect="write", idempotent="natural")
Charge = Operation("tickets.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined])
Refund = Operation("payments.refund", handler=refund, effect="write", idempotent="key")
IssueTickets = Operation("tickets.issue", handler=issue_tickets, effect="write", idempotent="key", irreversible=True)
SuggestDates = Operation("tickets.suggest", handler=suggest_dates, effect="read")

concert_tickets = Workflow(
    key="concert.tickets",
    version="1.0.0",
    owners=["team-tickets"],
    input=SeatRequest,
    steps=[
        Step(
            id="hold",
            operation=HoldSeats,
            inputs=lambda input: {"order_id": input.order_id, "show": input.show, "seats": input.seats},
            retry=Retry(max_attempts=2, never=[SeatsTaken]),
            timeout="10s",
            compensation=Compensation(
                FreeSeats,
                when="attempted",
                inputs=lambda input, output: {
                    "order_id": input.order_id,
                    "hold_id": output.hold_id if output is not None else None,
                },
            ),
            on_failure=[OnError([SeatsTaken], "suggest-dates")],
        ),
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input, steps: {
                "amount": steps["hold"].output.price,
                "payment_method_id": input.payment_method_id,
            },
            timeout="10s",
            compensation=Compensation(Refund, inputs=lambda output: {"charge_id": output.id}),
        ),
        Step(
            id="issue",
            operation=IssueTickets,
            inputs=lambda steps: {
                "hold_id": steps["hold"].output.hold_id,
                "charge_id": steps["charge"].output.id,
            },
            retry=Retry(max_attempts=2, backoff="constant", initial="2s"),
            timeout="20s",
        ),
    ],
    handlers=[
        Step(id="suggest-dates", operation=SuggestDates, inputs=lambda input: {"show": input.show}, timeout="10s"),
    ],
    result=lambda steps: {"tickets": steps["issue"].output},
)
