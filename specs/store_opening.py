"""A house is rented and two people are hired at the same time, and all of it is off when one of these fails.

Shows: calls in the branches of a parallel step, next to a plain step; a child that succeeded is undone by the call,
one that failed has undone itself, while its siblings go on; the outputs of branches by name.
"""

from acme.stores import (
    Hire,
    HouseGone,
    NobodyApplied,
    Opening,
    PermitRefused,
    Vacancy,
    advertise,
    ask_city,
    dismiss,
    end_lease,
    open_doors,
    rent_house,
    sign_up,
    withdraw_ad,
)
from wfc import Call, Compensation, Operation, Parallel, Step, Workflow

RentHouse = Operation("houses.rent", handler=rent_house, effect="write", idempotent="key", errors=[HouseGone])
EndLease = Operation("houses.end-lease", handler=end_lease, effect="write", idempotent="natural")
Advertise = Operation("people.advertise", handler=advertise, effect="write", idempotent="key")
WithdrawAd = Operation("people.withdraw-ad", handler=withdraw_ad, effect="write", idempotent="natural")
SignUp = Operation(
    "people.sign-up",
    handler=sign_up,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[NobodyApplied],
)
Dismiss = Operation("people.dismiss", handler=dismiss, effect="write", idempotent="natural")
AskCity = Operation(
    "city.ask", handler=ask_city, effect="write", idempotent="key", irreversible=True, errors=[PermitRefused]
)
OpenDoors = Operation("stores.open", handler=open_doors, effect="write", idempotent="key", irreversible=True)


def hire(id: str, role: str) -> Call:
    """Call the workflow that fills a vacancy."""
    return Call(
        id=id,
        workflow=store_hiring,
        inputs=lambda input: {"city": input.city, "role": role},
        compensation=Compensation(Dismiss, inputs=lambda input, output: {"name": output.name, "city": input.city}),
    )


store_hiring = Workflow(
    key="store.hiring",
    version="1.0.0",
    owners=["team-people"],
    input=Vacancy,
    output=Hire,
    steps=[
        Step(
            id="advertise",
            operation=Advertise,
            inputs=lambda input: {"city": input.city, "role": input.role},
            timeout="1m",
            compensation=Compensation(
                WithdrawAd, inputs=lambda input: {"city": input.city, "role": input.role}, when="attempted"
            ),
        ),
        Step(
            id="sign-up",
            operation=SignUp,
            inputs=lambda input, steps: {"ad": steps["advertise"].output, "city": input.city},
            timeout="5m",
        ),
    ],
    result=lambda steps: steps["sign-up"].output,
)

store_opening = Workflow(
    key="store.opening",
    version="1.0.0",
    owners=["team-stores"],
    input=Opening,
    steps=[
        Parallel(
            id="prepare",
            branches={
                "manager": [hire("manager", "manager")],
                "house": [
                    Step(
                        id="rent",
                        operation=RentHouse,
                        inputs=lambda input: {"city": input.city, "rent": input.rent},
                        timeout="1m",
                        compensation=Compensation(
                            EndLease,
                            inputs=lambda input, output: {"city": input.city, "lease": output},
                            when="attempted",
                        ),
                    ),
                ],
                "clerk": [hire("clerk", "clerk")],
            },
        ),
        Step(
            id="permit",
            operation=AskCity,
            inputs=lambda input, steps: {
                "city": input.city,
                "lease": steps["rent"].output,
                "staff": [steps["prepare"].output["manager"].name, steps["prepare"].output["clerk"].name],
            },
            timeout="1m",
        ),
        Step(
            id="open",
            operation=OpenDoors,
            inputs=lambda input, steps: {"city": input.city, "permit": steps["permit"].output},
            timeout="1m",
        ),
    ],
    result=lambda steps: {
        "permit": steps["permit"].output,
        "salaries": steps["prepare"].output["manager"].salary + steps["prepare"].output["clerk"].salary,
    },
)
