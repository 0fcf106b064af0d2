"""What an approver writes into a form is what the rest of the run works with.

Shows: an approval with a form and an edge for each answer: yes goes on, no leads to a handler, silence to the next in
rank, whose own silence is a failure that is handled; a step that takes the form of whoever has filled one in.
"""

from acme.expenses import Coding, Expense, IbanClosed, Unreachable, ask_approver, pay_out, tell_employee
from wfc import Approval, Choice, Fail, OnError, Operation, Otherwise, Step, When, Workflow

Ask = Operation(
    "expenses.ask",
    handler=ask_approver,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[Unreachable],
    timeout="10s",
)
Pay = Operation(
    "expenses.pay", handler=pay_out, effect="write", idempotent="key", irreversible=True, errors=[IbanClosed]
)
Tell = Operation("expenses.tell", handler=tell_employee, effect="write", idempotent="key", irreversible=True)

PETTY = 2_500

expense_approval = Workflow(
    key="expense.approval",
    version="1.0.0",
    owners=["team-finance"],
    input=Expense,
    steps=[
        Choice(
            id="petty",
            transitions=[When(lambda input: input.amount <= PETTY, "pay"), Otherwise("manager")],
        ),
        Approval(
            id="manager",
            notify=Ask,
            inputs=lambda input: {
                "approver": "manager",
                "employee": input.employee,
                "amount": input.amount,
                "purpose": input.purpose,
            },
            form=Coding,
            timeout="2d",
            on_approved="pay",
            on_rejected="decline",
            on_timeout="head",
            on_failure="head",  # nobody was asked
        ),
        Approval(
            id="head",
            notify=Ask,
            inputs=lambda input, error: {
                "approver": "head",
                "employee": input.employee,
                "amount": input.amount,
                "purpose": input.purpose + (f" ({error.message})" if error is not None else " (no answer)"),
            },
            form=Coding,
            timeout="5d",
            on_approved="pay",
            on_rejected="decline",
            on_failure=[OnError(["Timeout"], "lapse")],
        ),
        Step(
            id="pay",
            operation=Pay,
            inputs=lambda input, steps: {
                "employee": input.employee,
                "amount": input.amount,
                "coding": (
                    steps.get("head").output.data
                    if steps.get("head") is not None
                    else steps.get("manager").output.data
                    if steps.get("manager") is not None
                    else None
                ),
            },
            timeout="30s",
        ),
    ],
    handlers=[
        Step(
            id="decline",
            operation=Tell,
            inputs=lambda input, steps: {
                "employee": input.employee,
                "text": (
                    (steps.get("head").output.comment if steps.get("head") is not None else None)
                    or (steps.get("manager").output.comment if steps.get("manager") is not None else None)
                    or "no reason given"
                ),
            },
            timeout="10s",
            on_success=Fail("Declined", lambda input: input.purpose),
        ),
        Step(
            id="lapse",
            operation=Tell,
            inputs=lambda input, error: {"employee": input.employee, "text": f"{error.type}: please ask again"},
            timeout="10s",
        ),
    ],
    result=lambda steps: {"booking": steps["pay"].output},
)
