"""Everything at once: people pack, the landlord thinks, a technician lays a cable, and then a van comes.

Shows: branches that wait for a child per element, for a person and for a poll; a failure that one branch copes with by
itself; a wait behind the join; undoing all of it in reverse; and telling everybody once it is done.
"""

from acme.offices import (
    Desk,
    Move,
    NoLine,
    NoVan,
    Packed,
    TooMuchStuff,
    ask_landlord,
    book_van,
    cancel_line,
    drive,
    fetch_keys,
    label,
    line_is_up,
    order_line,
    pack,
    release_van,
    rent_hotspot,
    return_hotspot,
    return_keys,
    tell_staff,
    unlabel,
    unpack,
)
from wfc import SUCCEED, Approval, Call, Compensation, ForEach, OnError, Operation, Parallel, Poll, Step, Wait, Workflow

BookVan = Operation("vans.book", handler=book_van, effect="write", idempotent="key", errors=[NoVan], timeout="1m")
ReleaseVan = Operation("vans.release", handler=release_van, effect="write", idempotent="natural")
Label = Operation("desks.label", handler=label, effect="write", idempotent="key", timeout="1m")
Unlabel = Operation("desks.unlabel", handler=unlabel, effect="write", idempotent="natural")
Pack = Operation("desks.pack", handler=pack, effect="write", idempotent="key", errors=[TooMuchStuff], timeout="10m")
Unpack = Operation("desks.unpack", handler=unpack, effect="write", idempotent="natural")
AskLandlord = Operation(
    "landlord.ask", handler=ask_landlord, effect="write", idempotent="key", irreversible=True, timeout="1m"
)
FetchKeys = Operation("landlord.keys", handler=fetch_keys, effect="write", idempotent="key", timeout="1m")
ReturnKeys = Operation("landlord.return", handler=return_keys, effect="write", idempotent="natural")
OrderLine = Operation("lines.order", handler=order_line, effect="write", idempotent="key", timeout="1m")
CancelLine = Operation("lines.cancel", handler=cancel_line, effect="write", idempotent="natural")
LineIsUp = Operation("lines.is-up", handler=line_is_up, effect="read", errors=[NoLine], timeout="1m")
RentHotspot = Operation("hotspots.rent", handler=rent_hotspot, effect="write", idempotent="key", timeout="1m")
ReturnHotspot = Operation("hotspots.return", handler=return_hotspot, effect="write", idempotent="natural")
Drive = Operation(
    "vans.drive",
    handler=drive,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[NoVan],
    timeout="10m",
)
TellStaff = Operation("mail.staff", handler=tell_staff, effect="write", idempotent="key", timeout="1m")

desk_move = Workflow(
    key="desk.move",
    version="1.0.0",
    owners=["team-offices"],
    input=Desk,
    output=Packed,
    steps=[
        Step(
            id="label",
            operation=Label,
            inputs=lambda input: {"owner": input.owner, "floor": input.floor},
            compensation=Compensation(Unlabel, inputs=lambda input: {"owner": input.owner}, when="attempted"),
        ),
        Step(
            id="pack",
            operation=Pack,
            inputs=lambda input, steps: {"owner": input.owner, "label": steps["label"].output},
            compensation=Compensation(
                Unpack, inputs=lambda input, output: {"owner": input.owner, "boxes": output}, when="attempted"
            ),
        ),
    ],
    result=lambda input, steps: {"owner": input.owner, "boxes": steps["pack"].output},
)

office_move = Workflow(
    key="office.move",
    version="1.0.0",
    owners=["team-offices"],
    input=Move,
    steps=[
        Step(
            id="van",
            operation=BookVan,
            inputs=lambda input: {"office": input.office},
            compensation=Compensation(
                ReleaseVan, inputs=lambda input, output: {"office": input.office, "plate": output}, when="attempted"
            ),
        ),
        Parallel(
            id="prepare",
            branches={
                "people": [
                    ForEach(
                        id="desks",
                        items=lambda input: input.desks,
                        steps=[
                            Call(
                                id="desk",
                                workflow=desk_move,
                                inputs=lambda item: item,
                                compensation=Compensation(
                                    Unpack,
                                    inputs=lambda item, output: {"owner": item.owner, "boxes": output.boxes},
                                ),
                            ),
                        ],
                    ),
                ],
                "landlord": [
                    Approval(
                        id="landlord",
                        notify=AskLandlord,
                        inputs=lambda input: {"office": input.office},
                        timeout="14d",
                    ),
                    Step(
                        id="keys",
                        operation=FetchKeys,
                        inputs=lambda input, steps: {
                            "office": input.office,
                            "signed_by": steps["landlord"].output.by,
                        },
                        compensation=Compensation(
                            ReturnKeys, inputs=lambda input: {"office": input.office}, when="attempted"
                        ),
                    ),
                ],
                "line": [
                    Step(
                        id="order-line",
                        operation=OrderLine,
                        inputs=lambda input: {"office": input.office},
                        compensation=Compensation(
                            CancelLine,
                            inputs=lambda input, output: {"office": input.office, "order": output},
                            when="attempted",
                        ),
                    ),
                    Step(
                        id="line-up",
                        operation=LineIsUp,
                        inputs=lambda steps: {"order": steps["order-line"].output},
                        poll=Poll(until=lambda output: output, every="1d", timeout="80h"),
                        on_success=SUCCEED,
                        on_failure=[OnError(["PollTimeout"], "hotspot")],
                    ),
                    Step(
                        id="hotspot",
                        operation=RentHotspot,
                        inputs=lambda input, error: {
                            "office": input.office,
                            "why": error.type if error is not None else "",
                        },
                        compensation=Compensation(
                            ReturnHotspot, inputs=lambda input: {"office": input.office}, when="attempted"
                        ),
                    ),
                ],
            },
        ),
        Wait(id="last-day", duration="1d"),
        Step(
            id="drive",
            operation=Drive,
            inputs=lambda steps: {
                "plate": steps["van"].output,
                "boxes": sum(desk.boxes for desk in steps["desks"].output),
                "keys": steps["keys"].output,
            },
        ),
    ],
    after_compensation=Step(
        id="tell-staff",
        operation=TellStaff,
        inputs=lambda input, error: {"office": input.office, "text": f"we stay: {error.type} {error.message}"},
    ),
    result=lambda steps: {"bill": steps["drive"].output, "hotspot": steps.get("hotspot") is not None},
)
