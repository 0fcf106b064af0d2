"""The books of a group of companies, closed at the end of the month.

Shows: a large workflow in which most kinds of concurrency meet: a `Parallel` within a `Parallel` within a `Parallel`,
loops beside them and behind them, choices and failure edges in branches, `Defaults` that hold for inner steps, a
promise for an inner step and for the whole run, a compensation in every depth, a schedule, and one step that is told
when everything has been undone.
"""

from acme.closing import (
    BooksLocked,
    Month,
    NotBalanced,
    RateMissing,
    accrue,
    appreciate,
    close_company,
    consolidate,
    count_stock,
    depreciate,
    estimate_stock,
    fetch_rate,
    file_statement,
    lock,
    page_controllers,
    reopen_company,
    reverse_accruals,
    tell_controllers,
    unlock,
    withdraw_statement,
)
from wfc import (
    SUCCEED,
    Choice,
    Compensation,
    Cron,
    Defaults,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Parallel,
    Retry,
    Sla,
    Step,
    When,
    Workflow,
)

Lock = Operation("closing.lock", handler=lock, effect="write", idempotent="key", errors=[BooksLocked])
Unlock = Operation("closing.unlock", handler=unlock, effect="write", idempotent="natural")
Accrue = Operation("closing.accrue", handler=accrue, effect="write", idempotent="key", errors=[BooksLocked])
ReverseAccruals = Operation("closing.reverse", handler=reverse_accruals, effect="write", idempotent="natural")
Depreciate = Operation("closing.depreciate", handler=depreciate, effect="write", idempotent="key")
Appreciate = Operation("closing.appreciate", handler=appreciate, effect="write", idempotent="natural")
CountStock = Operation("closing.count", handler=count_stock, effect="read")
EstimateStock = Operation("closing.estimate", handler=estimate_stock, effect="read")
FetchRate = Operation("closing.rate", handler=fetch_rate, effect="read", errors=[RateMissing])
CloseCompany = Operation("closing.close", handler=close_company, effect="write", idempotent="key", errors=[NotBalanced])
ReopenCompany = Operation("closing.reopen", handler=reopen_company, effect="write", idempotent="natural")
Consolidate = Operation("closing.consolidate", handler=consolidate, effect="write", idempotent="key")
WithdrawStatement = Operation(
    "closing.withdraw", handler=withdraw_statement, effect="write", idempotent="natural", errors=[NotBalanced]
)
FileStatement = Operation("closing.file", handler=file_statement, effect="write", idempotent="key", irreversible=True)
TellControllers = Operation(
    "closing.tell", handler=tell_controllers, effect="write", idempotent="key", irreversible=True
)
PageControllers = Operation("closing.page", handler=page_controllers, effect="write", idempotent="natural")

WAREHOUSES = ["harbour", "airport"]
CURRENCIES = ["USD", "CHF", "PLN"]


def locked(ledger: str, *, then: list[Step]) -> list[Step]:
    """Lock a ledger, and go on."""
    first = Step(
        id=f"lock-{ledger}",
        operation=Lock,
        inputs=lambda input: {"month": input.month, "ledger": ledger},
        retry=Retry(max_attempts=3, initial="30s", only=[BooksLocked]),
        compensation=Compensation(
            Unlock,
            inputs=lambda input, output: {"month": input.month, "ledger": ledger, "lock": output},
            when="attempted",
            timeout="30s",
        ),
    )
    return [first, *then]


accruals = Step(
    id="accrue",
    operation=Accrue,
    inputs=lambda input, steps: {"month": input.month, "lock": steps["lock-debts"].output},
    compensation=Compensation(
        ReverseAccruals,
        inputs=lambda input, output: {"month": input.month, "entries": output},
        when="attempted",
        timeout="1m",
    ),
)

depreciation = Step(
    id="depreciate",
    operation=Depreciate,
    inputs=lambda input: {"month": input.month},
    sla=Sla("1m", alert=PageControllers),  # wfc: allow[sla-below-worst-case] controllers like to know
    compensation=Compensation(
        Appreciate,
        inputs=lambda input, key: {"month": input.month, "key": key},
        when="attempted",
        timeout="1m",
    ),
)

ledgers = Parallel(
    id="ledgers",
    branches={"debts": locked("debts", then=[accruals]), "assets": locked("assets", then=[depreciation])},
)

stock = ForEach(
    id="stock",
    items=lambda: WAREHOUSES,
    steps=[
        Step(
            id="count",
            operation=CountStock,
            inputs=lambda item: {"warehouse": item},
            timeout="8h",
            on_success=SUCCEED,
            on_failure="estimate",
        ),
        Step(
            id="estimate",
            operation=EstimateStock,
            inputs=lambda item, error: {"warehouse": item, "why": error.type},
        ),
    ],
)

rates = ForEach(
    id="rates",
    items=lambda: CURRENCIES,
    max_concurrency=2,
    steps=[
        Step(
            id="rate",
            operation=FetchRate,
            inputs=lambda input, item: {"currency": item, "day": f"{input.month}-28"},
        ),
    ],
)

month_end_close = Workflow(
    key="month.end-close",
    version="3.0.0",
    title="Closing of the month",
    owners=["team-controlling"],
    tags=["finance"],
    input=Month,
    defaults=Defaults(retry=Retry(max_attempts=2, initial="10s", only=["Timeout"]), timeout="1m"),
    steps=[
        Parallel(
            id="gather",
            branches={
                "books": [
                    Parallel(id="inside", branches={"ledgers": [ledgers], "stock": [stock]}),
                    Choice(
                        id="worth-it",
                        transitions=[
                            When(
                                lambda steps: sum(steps["stock"].output) == 0,
                                Fail("NothingInStock", lambda input: f"in {input.month}"),
                            ),
                            Otherwise(SUCCEED),
                        ],
                    ),
                ],
                "market": [rates],
            },
            on_failure=[OnError([RateMissing], Fail("NotYet", lambda error: f"{error.step}: {error.message}"))],
        ),
        ForEach(
            id="companies",
            items=lambda input: [company for company in input.companies if company != ""],
            max_concurrency=3,
            steps=[
                Step(
                    id="close",
                    operation=CloseCompany,
                    inputs=lambda input, steps, item: {
                        "company": item,
                        "month": input.month,
                        "entries": steps["accrue"].output,
                        "rates": {rate.currency: rate.rate for rate in steps["rates"].output},
                    },
                    compensation=Compensation(
                        ReopenCompany,
                        inputs=lambda item, output, error: {
                            "company": item,
                            "balance": output.cents if output is not None else None,
                            "reason": error.type,
                        },
                        when="attempted",
                        timeout="1m",
                    ),
                ),
            ],
        ),
        Step(
            id="consolidate",
            operation=Consolidate,
            inputs=lambda input, steps: {
                "month": input.month,
                "balances": steps["companies"].output,
                "stock": sum(steps["inside"].output["stock"]),
            },
            compensation=Compensation(
                WithdrawStatement,
                inputs=lambda input, output: {
                    "month": input.month,
                    "cents": output.cents if output is not None else None,
                },
                when="attempted",
                timeout="1m",
            ),
        ),
        Step(
            id="file",
            operation=FileStatement,
            inputs=lambda input, steps: {
                "month": input.month,
                "cents": steps["consolidate"].output.cents,
                "audited": input.audited,
            },
        ),
    ],
    after_compensation=Step(
        id="tell-controllers",
        operation=TellControllers,
        inputs=lambda input, error: {
            "month": input.month,
            "problem": f"{error.type} at {error.step if error.step is not None else 'the end'}",
        },
    ),
    result=lambda steps: {
        "number": steps["file"].output,
        "cents": steps["consolidate"].output.cents,
        "companies": [balance.company for balance in steps["companies"].output],
        "depreciation": steps["depreciate"].output,
    },
    sla=Sla("12h", alert=PageControllers),  # wfc: allow[sla-below-worst-case] who counts twice is late
    triggers=[Cron("0 2 1 * *", input={"month": "next"})],
)
