"""Data at the border.

Shows: an input model with aliases, defaults, limits, an Enum and a date; lambdas use the attribute names and see
validated values, the outside world sees aliases; the date passes through as text. A run whose input does not fit
calls nothing.
"""

from acme.customers import (
    EmailTaken,
    Plan,
    Signup,
    Welcome,
    assign_manager,
    assign_seats,
    close_account,
    create_account,
    credit_referrer,
)
from acme.mail import send_email
from wfc import SUCCEED, Choice, Compensation, Operation, Otherwise, Retry, Step, When, Workflow

CreateAccount = Operation(
    "accounts.create", handler=create_account, effect="write", idempotent="key", errors=[EmailTaken]
)
CloseAccount = Operation("accounts.close", handler=close_account, effect="write", idempotent="natural")
AssignSeats = Operation("accounts.seats", handler=assign_seats, effect="write", idempotent="natural", irreversible=True)
AssignManager = Operation("accounts.manager", handler=assign_manager, effect="read")
CreditReferrer = Operation(
    "accounts.referral", handler=credit_referrer, effect="write", idempotent="key", irreversible=True
)
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)

customer_onboarding = Workflow(
    key="customer.onboarding",
    version="1.0.0",
    owners=["team-growth"],
    input=Signup,
    output=Welcome,
    steps=[
        Step(
            id="create-account",
            operation=CreateAccount,
            inputs=lambda input: {
                "email": input.email.lower(),
                "name": input.full_name,
                "plan": input.plan,
                "starts_at": input.starts_at,
            },
            retry=Retry(max_attempts=2, never=[EmailTaken]),
            timeout="10s",
            compensation=Compensation(CloseAccount, inputs=lambda output: {"account_id": output.id}),
        ),
        Choice(
            id="by-plan",
            transitions=[
                When(lambda input: input.plan == Plan.FREE, "welcome"),
                When(lambda input: input.plan == Plan.TEAM, "seats"),
                When(lambda input: input.plan == Plan.ENTERPRISE, "manager"),
            ],
        ),
        Step(
            id="manager",
            operation=AssignManager,
            inputs=lambda steps: {
                "account_id": steps["create-account"].output.id,
                "region": steps["create-account"].output.region,
            },
            timeout="10s",
            on_success="seats",
        ),
        Step(
            id="seats",
            operation=AssignSeats,
            inputs=lambda input, steps: {"account_id": steps["create-account"].output.id, "seats": input.seats},
            timeout="10s",
            on_success="welcome",
        ),
        Step(
            id="welcome",
            operation=SendEmail,
            inputs=lambda input: {
                "to": input.email,
                "template": f"welcome-{input.plan}",
                "data": {"name": input.full_name.split(" ")[0], "from": input.starts_at},
            },
            timeout="10s",
            on_success=[When(lambda input: input.referrer is None, SUCCEED), Otherwise("thank-referrer")],
        ),
        Step(
            id="thank-referrer",
            operation=CreditReferrer,
            inputs=lambda input, steps: {
                "referrer": input.referrer if input.referrer is not None else "nobody",
                "account_id": steps["create-account"].output.id,
            },
            timeout="10s",
            on_failure=SUCCEED,
        ),
    ],
    result=lambda input, steps: {
        "account": steps["create-account"].output.id,
        "seats": steps.get("seats").output if steps.get("seats") is not None else 1,
        "manager": steps.get("manager").output if steps.get("manager") is not None else None,
    },
)
