"""A bid that comes a minute late is none.

Shows: what a deadline does to steps that wait: a child is told to stop and undoes itself, the polls end, nobody waits
for an answer any more; and no failure edge takes that.
"""

from acme.tenders import (
    BankRefused,
    Estimate,
    EstimatorsBusy,
    Margin,
    PortalClosed,
    Tender,
    ask_bank,
    ask_board,
    count,
    hand_in,
    open_sheet,
    release_guarantee,
    shred_sheet,
    tell_sales,
)
from wfc import Approval, Call, Compensation, Operation, Poll, Step, Workflow

OpenSheet = Operation("estimates.open", handler=open_sheet, effect="write", idempotent="key", errors=[EstimatorsBusy])
ShredSheet = Operation("estimates.shred", handler=shred_sheet, effect="write", idempotent="natural")
Count = Operation("estimates.count", handler=count, effect="read", errors=[EstimatorsBusy])
AskBank = Operation("bank.guarantee", handler=ask_bank, effect="write", idempotent="key", errors=[BankRefused])
Release = Operation("bank.release", handler=release_guarantee, effect="write", idempotent="natural")
AskBoard = Operation("board.ask", handler=ask_board, effect="write", idempotent="key", irreversible=True, timeout="1m")
HandIn = Operation(
    "portal.hand-in", handler=hand_in, effect="write", idempotent="key", irreversible=True, errors=[PortalClosed]
)
TellSales = Operation("mail.sales", handler=tell_sales, effect="write", idempotent="key", irreversible=True)

cost_estimate = Workflow(
    key="cost.estimate",
    version="1.0.0",
    owners=["team-estimates"],
    input=Tender,
    output=Estimate,
    steps=[
        Step(
            id="sheet",
            operation=OpenSheet,
            inputs=lambda input: {"scope": input.scope},
            timeout="1m",
            compensation=Compensation(
                ShredSheet, inputs=lambda input, output: {"scope": input.scope, "sheet": output}, when="attempted"
            ),
        ),
        Step(id="count", operation=Count, inputs=lambda steps: {"sheet": steps["sheet"].output}, timeout="30d"),
    ],
    result=lambda steps: {"sheet": steps["sheet"].output, "cost": steps["count"].output},
)

tender_bid = Workflow(  # wfc: allow[deadline-below-worst-case] who waits too long has lost, that is the trade
    key="tender.bid",
    version="1.0.0",
    owners=["team-sales"],
    input=Tender,
    deadline="10d",
    steps=[
        Call(
            id="estimate",
            workflow=cost_estimate,
            inputs=lambda input: input,
            compensation=Compensation(
                ShredSheet, inputs=lambda input, output: {"scope": input.scope, "sheet": output.sheet}
            ),
            on_failure="give-up",
        ),
        Step(
            id="guarantee",
            operation=AskBank,
            inputs=lambda input, steps: {"tender": input.tender, "cost": steps["estimate"].output.cost},
            timeout="1m",
            poll=Poll(until=lambda output: output is not None, every="1d", timeout="60d"),
            compensation=Compensation(
                Release,
                inputs=lambda input, output: {"tender": input.tender, "guarantee": output},
                when="attempted",
            ),
            on_failure="give-up",
        ),
        Approval(  # wfc: allow[waits-for-ever] the board does not like to be told when
            id="board",
            notify=AskBoard,
            inputs=lambda input, steps: {"tender": input.tender, "cost": steps["estimate"].output.cost},
            form=Margin,
            on_failure="give-up",
        ),
        Step(
            id="hand-in",
            operation=HandIn,
            inputs=lambda input, steps: {
                "tender": input.tender,
                "price": steps["estimate"].output.cost * (100 + steps["board"].output.data.percent) // 100,
                "guarantee": steps["guarantee"].output,
            },
            timeout="1m",
        ),
    ],
    handlers=[
        Step(
            id="give-up",
            operation=TellSales,
            inputs=lambda input, error: {"tender": input.tender, "text": f"{error.step}: {error.type}"},
            timeout="1m",
        ),
    ],
    result=lambda steps: {"receipt": steps["hand-in"].output},
)
