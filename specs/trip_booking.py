"""Compensations that are due on some paths only.

Shows: steps that a run may or may not have taken when the payment fails (a hotel only for trips with nights, a car
only where one is wanted and there is one), and that exactly what was booked is given back.
"""

from acme.mail import send_email
from acme.models import Caller
from acme.travel import (
    NoCars,
    NoRooms,
    NoSeats,
    Trip,
    book_flight,
    book_hotel,
    cancel_booking,
    collect_payment,
    rent_car,
)
from wfc import SUCCEED, Choice, Compensation, OnError, Operation, Otherwise, Step, When, Workflow

BookFlight = Operation("travel.flight", handler=book_flight, effect="write", idempotent="key", errors=[NoSeats])
BookHotel = Operation("travel.hotel", handler=book_hotel, effect="write", idempotent="key", errors=[NoRooms])
RentCar = Operation("travel.car", handler=rent_car, effect="write", idempotent="key", errors=[NoCars])
CancelBooking = Operation("travel.cancel", handler=cancel_booking, effect="write", idempotent="natural")
CollectPayment = Operation(
    "travel.payment", handler=collect_payment, effect="write", idempotent="key", irreversible=True
)
SendEmail = Operation("mail.send", handler=send_email, effect="write", idempotent="key", irreversible=True)

trip_booking = Workflow(
    key="trip.booking",
    version="1.4.0",
    owners=["team-travel"],
    input=Trip,
    context=Caller,
    steps=[
        Step(
            id="flight",
            operation=BookFlight,
            inputs=lambda input: {"traveller": input.traveller, "destination": input.destination},
            timeout="30s",
            compensation=Compensation(CancelBooking, inputs=lambda output: {"ref": output.ref}),
            on_success=[When(lambda input: input.nights > 0, "hotel"), Otherwise("car-wanted")],
        ),
        Step(
            id="hotel",
            operation=BookHotel,
            inputs=lambda input: {
                "traveller": input.traveller,
                "destination": input.destination,
                "nights": input.nights,
            },
            timeout="30s",
            compensation=Compensation(CancelBooking, inputs=lambda output: {"ref": output.ref}),
            on_success="car-wanted",
        ),
        Choice(
            id="car-wanted",
            transitions=[When(lambda input: input.wants_car, "car"), When(lambda input: not input.wants_car, "pay")],
        ),
        Step(
            id="car",
            operation=RentCar,
            inputs=lambda input: {"traveller": input.traveller, "days": input.nights + 1},
            timeout="30s",
            compensation=Compensation(CancelBooking, inputs=lambda output: {"ref": output.ref}),
            on_success="pay",
            on_failure=[OnError([NoCars], "pay")],  # then by bus
        ),
        Step(
            id="pay",
            operation=CollectPayment,
            inputs=lambda input, steps: {
                "traveller": input.traveller,
                "amount": steps["flight"].output.price
                + (steps.get("hotel").output.price if steps.get("hotel") is not None else 0)
                + (steps.get("car").output.price if steps.get("car") is not None else 0),
            },
            timeout="30s",
        ),
        Step(
            id="send-itinerary",
            operation=SendEmail,
            inputs=lambda ctx, steps: {
                "to": ctx.user_email,
                "template": "itinerary",
                "data": {
                    "flight": steps["flight"].output.ref,
                    "hotel": steps.get("hotel").output.ref if steps.get("hotel") is not None else None,
                    "car": steps.get("car").output.ref if steps.get("car") is not None else None,
                },
            },
            timeout="10s",
            on_failure=SUCCEED,
        ),
    ],
    result=lambda steps: {"payment": steps["pay"].output},
)
