"""Ask one person, and go on only with a yes.

Shows: the smallest approval. Without edges for them, a no is a failure of type `Rejected` and silence one of type
`Timeout`; what is asked is an operation with the retries of every other.
"""

from acme.vacations import ChatDown, VacationRequest, ask_in_chat, book_days, days_left
from wfc import Approval, Defaults, Fail, Operation, Otherwise, Retry, Step, When, Workflow

DaysLeft = Operation("vacations.left", handler=days_left, effect="read")
Ask = Operation("chat.ask", handler=ask_in_chat, effect="write", idempotent="key", irreversible=True, errors=[ChatDown])
Book = Operation("vacations.book", handler=book_days, effect="write", idempotent="key", irreversible=True)

vacation_request = Workflow(
    key="vacation.request",
    version="1.0.0",
    owners=["team-people"],
    input=VacationRequest,
    defaults=Defaults(retry=Retry(max_attempts=2, backoff="constant", initial="5s"), timeout="10s"),
    steps=[
        Step(
            id="balance",
            operation=DaysLeft,
            inputs=lambda input: {"employee": input.employee},
            on_success=[
                When(lambda input, output: output >= input.days, "manager"),
                Otherwise(Fail("NotEnoughDays", lambda input, output: f"{input.days} wanted, {output} left")),
            ],
        ),
        Approval(
            id="manager",
            notify=Ask,
            inputs=lambda input: {"to": input.manager, "question": f"{input.employee}: {input.days} days off?"},
            timeout="7d",
        ),
        Step(
            id="book",
            operation=Book,
            inputs=lambda input, steps: {
                "employee": input.employee,
                "days": input.days,
                "approved_by": steps["manager"].output.by,
            },
        ),
    ],
    result=lambda steps: {"entry": steps["book"].output, "comment": steps["manager"].output.comment},
)
