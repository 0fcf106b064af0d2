"""A diamond: two ways through the middle, one way on.

Shows: a choice whose own condition may fail, conditions on a step's output, a join, `steps.get` for a step that only
one of the ways takes.
"""

from acme.lending import BureauDown, Loan, LoanApplication, book_loan, record_approval, score, underwrite
from wfc import Choice, Fail, Operation, Otherwise, Retry, Step, When, Workflow

Score = Operation("lending.score", handler=score, effect="read", errors=[BureauDown])
RecordApproval = Operation(
    "lending.approve", handler=record_approval, effect="write", idempotent="key", irreversible=True
)
Underwrite = Operation("lending.underwrite", handler=underwrite, effect="read")
BookLoan = Operation("lending.book", handler=book_loan, effect="write", idempotent="key", irreversible=True)

STANDARD_RATE = 3.9

loan_application = Workflow(
    key="loan.application",
    version="1.0.0",
    owners=["team-lending"],
    input=LoanApplication,
    output=Loan,
    steps=[
        Choice(
            id="affordable",
            transitions=[
                When(lambda input: input.amount / input.income > 20, Fail("Unaffordable", "more than 20 incomes")),
                Otherwise("score"),
            ],
            on_failure=Fail("NoIncome", lambda input, error: f"{input.applicant} earns nothing ({error.type})"),
        ),
        Step(
            id="score",
            operation=Score,
            inputs=lambda input: {"applicant": input.applicant, "amount": input.amount, "income": input.income},
            retry=Retry(max_attempts=2, only=[BureauDown]),
            timeout="20s",
            on_success=[
                When(lambda output: output.points >= 700, "approve"),
                When(lambda input: input.amount <= 1000, "approve"),  # not worth a human's time
                Otherwise("underwrite"),
            ],
        ),
        Step(
            id="approve",
            operation=RecordApproval,
            inputs=lambda input, steps: {"applicant": input.applicant, "points": steps["score"].output.points},
            timeout="10s",
            on_success="book",
        ),
        Step(
            id="underwrite",
            operation=Underwrite,
            inputs=lambda input, steps: {"applicant": input.applicant, "points": steps["score"].output.points},
            timeout="1m",
        ),
        Step(
            id="book",
            operation=BookLoan,
            inputs=lambda input, steps: {
                "applicant": input.applicant,
                "amount": input.amount,
                "rate": steps.get("underwrite").output.rate if steps.get("underwrite") is not None else STANDARD_RATE,
            },
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "loan_id": steps["book"].output,
        "rate": steps.get("underwrite").output.rate if steps.get("underwrite") is not None else STANDARD_RATE,
        "decided_by": steps.get("underwrite").output.underwriter if steps.get("underwrite") is not None else "score",
    },
)
