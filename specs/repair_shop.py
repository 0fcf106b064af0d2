"""A repair orders a part, and ordering a part orders a carrier: a child with a child.

Shows: three levels that fail and undo themselves from the inside out; a note that the innermost leaves after it has
undone its work; results that travel outwards; a call that is undone as a whole.
"""

from acme.repairs import (
    Delivery,
    NoDriver,
    OutOfParts,
    PartOrder,
    Pickup,
    Repair,
    Scratched,
    book_driver,
    cancel_driver,
    dismantle,
    mend,
    note_trouble,
    print_label,
    put_back_on_shelf,
    reassemble,
    return_parcel,
    take_from_shelf,
)
from wfc import Call, Compensation, Operation, Step, Workflow

BookDriver = Operation("carrier.book", handler=book_driver, effect="write", idempotent="key", errors=[NoDriver])
CancelDriver = Operation("carrier.cancel", handler=cancel_driver, effect="write", idempotent="natural")
PrintLabel = Operation("carrier.label", handler=print_label, effect="write", idempotent="key", irreversible=True)
NoteTrouble = Operation("carrier.note", handler=note_trouble, effect="write", idempotent="key", irreversible=True)
TakePart = Operation("parts.take", handler=take_from_shelf, effect="write", idempotent="key", errors=[OutOfParts])
PutBack = Operation("parts.put-back", handler=put_back_on_shelf, effect="write", idempotent="natural")
Dismantle = Operation("bench.dismantle", handler=dismantle, effect="write", idempotent="key", errors=[Scratched])
Reassemble = Operation("bench.reassemble", handler=reassemble, effect="write", idempotent="natural")
ReturnParcel = Operation("carrier.return", handler=return_parcel, effect="write", idempotent="natural")
Mend = Operation("bench.mend", handler=mend, effect="write", idempotent="key", irreversible=True, errors=[Scratched])

carrier_pickup = Workflow(
    key="carrier.pickup",
    version="2.1.0",
    owners=["team-carrier"],
    input=Pickup,
    output=Delivery,
    steps=[
        Step(
            id="driver",
            operation=BookDriver,
            inputs=lambda input: {"deliver_to": input.deliver_to},
            timeout="20s",
            compensation=Compensation(
                CancelDriver, inputs=lambda input: {"deliver_to": input.deliver_to}, when="attempted"
            ),
        ),
        Step(
            id="label",
            operation=PrintLabel,
            inputs=lambda input: {"parcel": input.parcel, "deliver_to": input.deliver_to},
            timeout="20s",
        ),
    ],
    after_compensation=Step(
        id="note",
        operation=NoteTrouble,
        inputs=lambda input, error: {"parcel": input.parcel, "problem": f"{error.type} at {error.step or 'no step'}"},
        timeout="10s",
    ),
    result=lambda steps: {"tracking": steps["label"].output, "price": steps["driver"].output},
)

parts_order = Workflow(
    key="parts.order",
    version="1.0.0",
    owners=["team-parts"],
    input=PartOrder,
    output=Delivery,
    steps=[
        Step(
            id="shelf",
            operation=TakePart,
            inputs=lambda input: {"part": input.part},
            timeout="20s",
            compensation=Compensation(
                PutBack, inputs=lambda input, output: {"part": input.part, "parcel": output}, when="attempted"
            ),
        ),
        Call(
            id="pickup",
            workflow=carrier_pickup,
            inputs=lambda input, steps: {"parcel": steps["shelf"].output, "deliver_to": input.deliver_to},
        ),
    ],
    result=lambda steps: steps["pickup"].output,
)

repair_shop = Workflow(
    key="repair.shop",
    version="1.0.0",
    owners=["team-bench"],
    input=Repair,
    steps=[
        Step(
            id="dismantle",
            operation=Dismantle,
            inputs=lambda input: {"device": input.device},
            timeout="1h",
            compensation=Compensation(Reassemble, inputs=lambda input: {"device": input.device}, when="attempted"),
        ),
        Call(
            id="part",
            workflow=parts_order,
            inputs=lambda input: {"part": input.part, "deliver_to": "bench 4"},
            compensation=Compensation(
                ReturnParcel,
                inputs=lambda output, error: {"tracking": output.tracking, "why": error.message},
            ),
        ),
        Step(
            id="mend",
            operation=Mend,
            inputs=lambda input, steps: {"device": input.device, "tracking": steps["part"].output.tracking},
            timeout="1h",
        ),
    ],
    result=lambda steps: {"warranty": steps["mend"].output, "part_price": steps["part"].output.price},
)
