"""An order whose goods, money and papers are prepared side by side.

Shows: a choice and a join inside a branch; a `Parallel` whose failure is handled: what had succeeded inside stays, and
is undone only when the run fails later; reading inner steps behind it with `steps.get`; a failed sibling's place in the
order of undoing.
"""

from acme.furniture import (
    Damaged,
    FurnitureOrder,
    NobodyHome,
    NoTruck,
    assemble,
    book_truck,
    cancel_truck,
    collect_loan,
    deliver,
    end_insurance,
    insure,
    lend,
    pick,
    put_back,
    take_apart,
    wrap,
)
from acme.payments import CardDeclined, charge, refund
from wfc import Choice, Compensation, OnError, Operation, Otherwise, Parallel, Step, When, Workflow

Pick = Operation("furniture.pick", handler=pick, effect="write", idempotent="key", errors=[Damaged])
PutBack = Operation("furniture.put-back", handler=put_back, effect="write", idempotent="natural")
Assemble = Operation("furniture.assemble", handler=assemble, effect="write", idempotent="key", errors=[Damaged])
TakeApart = Operation("furniture.take-apart", handler=take_apart, effect="write", idempotent="natural")
Wrap = Operation("furniture.wrap", handler=wrap, effect="write", idempotent="natural", irreversible=True)
Charge = Operation("furniture.charge", handler=charge, effect="write", idempotent="key", errors=[CardDeclined])
Refund = Operation("furniture.refund", handler=refund, effect="write", idempotent="key")
Insure = Operation("furniture.insure", handler=insure, effect="write", idempotent="key")
EndInsurance = Operation("furniture.end-insurance", handler=end_insurance, effect="write", idempotent="natural")
Lend = Operation("furniture.lend", handler=lend, effect="write", idempotent="key")
CollectLoan = Operation("furniture.collect-loan", handler=collect_loan, effect="write", idempotent="natural")
BookTruck = Operation("furniture.book-truck", handler=book_truck, effect="write", idempotent="key", errors=[NoTruck])
CancelTruck = Operation("furniture.cancel-truck", handler=cancel_truck, effect="write", idempotent="natural")
Deliver = Operation(
    "furniture.deliver", handler=deliver, effect="write", idempotent="key", irreversible=True, errors=[NobodyHome]
)

furniture_delivery = Workflow(
    key="furniture.delivery",
    version="1.0.0",
    owners=["team-furniture"],
    input=FurnitureOrder,
    steps=[
        Parallel(
            id="prepare",
            branches={
                "money": [
                    Step(
                        id="charge",
                        operation=Charge,
                        inputs=lambda input: {
                            "amount": input.amount,
                            "payment_method_id": input.payment_method_id,
                        },
                        timeout="30s",
                        compensation=Compensation(  # wfc: allow[undo-misses-timeout] the bank voids unconfirmed charges
                            Refund, inputs=lambda output: {"charge_id": output.id}, timeout="30s"
                        ),
                    ),
                ],
                "goods": [
                    Step(
                        id="pick",
                        operation=Pick,
                        inputs=lambda input: {"order_id": input.order_id, "articles": input.articles},
                        timeout="20m",
                        compensation=Compensation(
                            PutBack,
                            inputs=lambda input: {"order_id": input.order_id},
                            when="attempted",
                            timeout="20m",
                        ),
                    ),
                    Choice(
                        id="as-wished",
                        transitions=[When(lambda input: input.assembled, "assemble"), Otherwise("wrap")],
                    ),
                    Step(
                        id="assemble",
                        operation=Assemble,
                        inputs=lambda steps: {"gate": steps["pick"].output.gate},
                        timeout="3h",
                        compensation=Compensation(
                            TakeApart,
                            inputs=lambda steps, output: {"gate": steps["pick"].output.gate, "minutes": output},
                            when="attempted",
                            timeout="1h",
                        ),
                        on_success="wrap",
                    ),
                    Step(
                        id="wrap",
                        operation=Wrap,
                        inputs=lambda steps: {
                            "gate": steps["pick"].output.gate,
                            "kilos": steps["pick"].output.kilos + (2 if steps.get("assemble") is not None else 0),
                        },
                        timeout="10m",
                    ),
                ],
                "papers": [
                    Step(
                        id="insure",
                        operation=Insure,
                        inputs=lambda input: {"order_id": input.order_id, "amount": input.amount},
                        timeout="1m",
                        compensation=Compensation(
                            EndInsurance,
                            inputs=lambda input, output: {"policy": output, "order_id": input.order_id},
                            when="attempted",
                            timeout="1m",
                        ),
                    ),
                ],
            },
            on_success="book-truck",
            on_failure=[OnError([Damaged], "lend")],
        ),
        Step(
            id="lend",
            operation=Lend,
            inputs=lambda input: {"order_id": input.order_id, "articles": input.articles},
            timeout="10m",
            compensation=Compensation(
                CollectLoan, inputs=lambda input: {"order_id": input.order_id}, when="attempted", timeout="1h"
            ),
            on_success="book-truck",
        ),
        Step(
            id="book-truck",
            operation=BookTruck,
            inputs=lambda input, steps: {
                "order_id": input.order_id,
                "kilos": steps.get("pick").output.kilos if steps.get("pick") is not None else 30,
            },
            timeout="1m",
            compensation=Compensation(
                CancelTruck, inputs=lambda input: {"order_id": input.order_id}, when="attempted", timeout="1m"
            ),
        ),
        Step(
            id="deliver",
            operation=Deliver,
            inputs=lambda steps: {
                "truck": steps["book-truck"].output.truck,
                "label": steps.get("wrap").output
                if steps.get("wrap") is not None
                else (steps.get("lend").output if steps.get("lend") is not None else "none"),
            },
            timeout="8h",
        ),
    ],
    result=lambda steps: {
        "signed": steps["deliver"].output,
        "lent": steps.get("lend").output if steps.get("lend") is not None else None,
        "insured": steps.get("insure") is not None,
    },
)
