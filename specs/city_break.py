"""Flight, hotel and car at once; nobody wants a hotel without the flight.

Shows: branches of several steps with edges of their own; a failure that is handled inside its branch; a branch that
fails while its siblings go on: they finish, then everything is undone in reverse order of the branches. Holds are
undone by their idempotency key (`when="attempted"`), so also those that nobody has confirmed.
"""

from acme.getaways import (
    CityBreak,
    NoCars,
    SoldOut,
    Unpaid,
    add_breakfast,
    add_luggage,
    collect,
    hold_car,
    hold_room,
    hold_seat,
    hold_train,
    release,
)
from wfc import SUCCEED, Compensation, Fail, OnError, Operation, Otherwise, Parallel, Step, When, Workflow

HoldSeat = Operation("getaways.seat", handler=hold_seat, effect="write", idempotent="key", errors=[SoldOut])
AddLuggage = Operation("getaways.luggage", handler=add_luggage, effect="write", idempotent="key")
HoldRoom = Operation("getaways.room", handler=hold_room, effect="write", idempotent="key", errors=[SoldOut])
AddBreakfast = Operation(
    "getaways.breakfast", handler=add_breakfast, effect="write", idempotent="key", irreversible=True
)
HoldCar = Operation("getaways.car", handler=hold_car, effect="write", idempotent="key", errors=[NoCars])
HoldTrain = Operation("getaways.train", handler=hold_train, effect="write", idempotent="key", errors=[SoldOut])
Release = Operation("getaways.release", handler=release, effect="write", idempotent="natural")
Collect = Operation(
    "getaways.collect", handler=collect, effect="write", idempotent="key", irreversible=True, errors=[Unpaid]
)

give_back = Compensation(
    Release,
    when="attempted",
    inputs=lambda output, key: {"ref": output.ref if output is not None else None, "held_by": key},
    timeout="10s",
)

flight = [
    Step(
        id="seat",
        operation=HoldSeat,
        inputs=lambda input: {"traveller": input.traveller, "city": input.city},
        timeout="30s",
        compensation=give_back,
    ),
    Step(
        id="luggage",
        operation=AddLuggage,
        inputs=lambda steps: {"seat": steps["seat"].output.ref},
        timeout="30s",
        compensation=give_back,
    ),
]

hotel = [
    Step(
        id="room",
        operation=HoldRoom,
        inputs=lambda input: {"traveller": input.traveller, "city": input.city, "nights": input.nights},
        timeout="30s",
        compensation=give_back,
        on_success=[
            When(
                lambda input, output: output.price > input.budget,
                Fail("TooDear", lambda input, steps: f"{steps['room'].output.price} of {input.budget}"),
            ),
            Otherwise("breakfast"),
        ],
    ),
    Step(
        id="breakfast",
        operation=AddBreakfast,
        inputs=lambda input, steps: {"room": steps["room"].output.ref, "nights": input.nights},
        timeout="10s",
        on_failure=SUCCEED,  # there are cafés
    ),
]

car = [
    Step(
        id="car",
        operation=HoldCar,
        inputs=lambda input: {"traveller": input.traveller, "days": input.nights + 1},
        timeout="30s",
        compensation=give_back,
        on_success=SUCCEED,
        on_failure=[OnError([NoCars], "train")],
    ),
    Step(
        id="train",
        operation=HoldTrain,
        inputs=lambda input: {"traveller": input.traveller, "city": input.city},
        timeout="30s",
        compensation=give_back,
    ),
]

city_break = Workflow(
    key="city.break",
    version="1.0.0",
    owners=["team-getaways"],
    input=CityBreak,
    steps=[
        Parallel(id="hold", branches={"flight": flight, "hotel": hotel, "transfer": car}),
        Step(
            id="collect",
            operation=Collect,
            inputs=lambda input, steps: {
                "traveller": input.traveller,
                "amount": steps["seat"].output.price
                + steps["hold"].output["flight"].price
                + steps["room"].output.price
                + (steps.get("breakfast").output if steps.get("breakfast") is not None else 0)
                + steps["hold"].output["transfer"].price,
            },
            timeout="30s",
        ),
    ],
    result=lambda steps: {
        "payment": steps["collect"].output,
        "by": "car" if steps.get("car") is not None else "train",
        "breakfast": steps["hold"].output["hotel"] is not None,
    },
)
