"""Everything a compensation can know.

Shows: compensation inputs made from the run, the context, the input, earlier steps, the step's own output, the error
the run ends with and the idempotency key of the booking that is taken back; a retry and a timeout for the
compensation.
"""

from acme.banking import AccountClosed, Employee, LedgerLocked, Transfer, credit, debit, quote_fee, reverse
from wfc import Compensation, Fail, Operation, Otherwise, Retry, Step, When, Workflow

QuoteFee = Operation("banking.quote", handler=quote_fee, effect="read")
Debit = Operation("ledger.debit", handler=debit, effect="write", idempotent="key", errors=[AccountClosed, LedgerLocked])
Credit = Operation(
    "ledger.credit",
    handler=credit,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[AccountClosed, LedgerLocked],
)
Reverse = Operation("ledger.reverse", handler=reverse, effect="write", idempotent="natural", errors=[LedgerLocked])

wire_transfer = Workflow(
    key="wire.transfer",
    version="1.0.0",
    owners=["team-ledger"],
    input=Transfer,
    context=Employee,
    steps=[
        Step(id="quote-fee", operation=QuoteFee, inputs=lambda input: {"amount": input.amount}, timeout="5s"),
        Step(
            id="debit",
            operation=Debit,
            inputs=lambda input, steps: {
                "account": input.source,
                "amount": input.amount + steps["quote-fee"].output.fee,
            },
            retry=Retry(max_attempts=3, only=[LedgerLocked]),
            timeout="10s",
            compensation=Compensation(
                Reverse,
                inputs=lambda run, ctx, input, steps, output, error, key: {
                    "entry_id": output.id,
                    "account": input.source,
                    "amount": input.amount + steps["quote-fee"].output.fee,
                    "undoes": key.split(":")[-1],
                    "reason": f"{error.type} at {error.step if error.step is not None else 'the end'}: {error.message}",
                    "requested_by": f"{ctx.name}, {ctx.branch}",
                    "original_key": key,
                    "run_id": run.id,
                },
                retry=Retry(max_attempts=2, backoff="constant", initial="2s"),
                timeout="10s",
            ),
            on_success=[
                When(lambda steps: steps["debit"].output.booked > 0, Fail("WrongSign", "a debit must be negative")),
                Otherwise("credit"),
            ],
        ),
        Step(
            id="credit",
            operation=Credit,
            inputs=lambda run, input, key: {
                "account": input.target,
                "amount": input.amount,
                "memo": f"{run.trigger} {key.split(':')[-1]} from {input.source}",
            },
            retry=Retry(max_attempts=2, only=[LedgerLocked]),
            timeout="10s",
        ),
    ],
    result=lambda run, steps: {
        "run": run.id,
        "entries": [steps["debit"].output.id, steps["credit"].output.id],
    },
)
