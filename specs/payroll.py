"""Pay everybody, or nobody.

Shows: a body of several steps; items chosen by a comprehension; keyed writes, whose keys hold the index; `Defaults`, a
list of retries and a promise about time for steps of a body; one element that fails in the middle: the others are paid
out, then everything is recalled, last element first.
"""

from acme.payroll import (
    AccountClosed,
    BankBusy,
    BooksClosed,
    PayrollRun,
    book,
    compute,
    page_treasury,
    recall,
    send_payslip,
    transfer,
)
from wfc import SUCCEED, Compensation, Defaults, ForEach, Operation, Retry, Sla, Step, Workflow

Compute = Operation("payroll.compute", handler=compute, effect="read")
Transfer = Operation(
    "payroll.transfer", handler=transfer, effect="write", idempotent="key", errors=[AccountClosed, BankBusy]
)
Recall = Operation("payroll.recall", handler=recall, effect="write", idempotent="natural", errors=[BankBusy])
SendPayslip = Operation("payroll.payslip", handler=send_payslip, effect="write", idempotent="key", irreversible=True)
Book = Operation(
    "payroll.book", handler=book, effect="write", idempotent="key", irreversible=True, errors=[BooksClosed]
)
PageTreasury = Operation("payroll.page", handler=page_treasury, effect="write", idempotent="natural")

payroll = Workflow(
    key="payroll",
    version="1.0.0",
    owners=["team-payroll"],
    input=PayrollRun,
    defaults=Defaults(retry=Retry(max_attempts=2, backoff="constant", initial="5s", only=["Timeout"]), timeout="20s"),
    steps=[
        ForEach(
            id="pay",
            items=lambda input: [one for one in input.employees if one.salary + one.bonus > 0],
            max_concurrency=2,
            steps=[
                Step(
                    id="compute",
                    operation=Compute,
                    inputs=lambda item: {"salary": item.salary, "bonus": item.bonus},
                ),
                Step(
                    id="transfer",
                    operation=Transfer,
                    inputs=lambda input, steps, item: {
                        "iban": item.iban,
                        "amount": steps["compute"].output.net,
                        "reference": f"{input.month} {item.id}",
                    },
                    retry=[
                        Retry(max_attempts=3, initial="10s", only=[BankBusy]),
                        Retry(max_attempts=2, backoff="constant", initial="2s", never=[AccountClosed]),
                    ],
                    timeout="30s",
                    sla=Sla("1m", alert=PageTreasury),  # wfc: allow[sla-below-worst-case] told so that somebody looks
                    compensation=Compensation(
                        Recall,
                        inputs=lambda steps, item, index, output, error, key: {
                            "order": output,
                            "key": key,
                            "text": f"{index}: {steps['compute'].output.net} of {item.id} because of {error.type}",
                        },
                        when="attempted",
                        retry=Retry(max_attempts=2, backoff="constant", initial="30s"),
                        timeout="30s",
                    ),
                ),
                Step(
                    id="payslip",
                    operation=SendPayslip,
                    inputs=lambda steps, item: {
                        "employee": item.id,
                        "email": item.email,
                        "net": steps["compute"].output.net,
                    },
                    on_failure=SUCCEED,
                ),
            ],
        ),
        Step(
            id="book",
            operation=Book,
            inputs=lambda input, steps: {
                "month": input.month,
                "payslips": len([slip for slip in steps["pay"].output if slip is not None]),
                "missing": len([slip for slip in steps["pay"].output if slip is None]),
            },
        ),
    ],
    result=lambda steps: {"entry": steps["book"].output, "payslips": steps["pay"].output},
)
