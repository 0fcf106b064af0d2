"""The kinds of step and trigger that the compiler does not build yet are typed like the others."""

from acme.mail import send_email
from acme.models import Caller, PaymentRequest, Receipt
from acme.payments import charge
from wfc import After, Approval, Call, Choice, ForEach, OnEvent, Operation, Parallel, Poll, Receive, Step, Wait, When, Workflow

Charge = Operation("payments.charge", handler=charge, effect="write")
Mail = Operation("mail.send", handler=send_email, effect="write")

pay = Workflow("pay", "1.0.0", input=PaymentRequest, output=Receipt, steps=[Step(id="charge", operation=Charge)])

approval = Approval(id="approve", notify=Mail, form=Caller)
child = Call(id="pay", workflow=pay)
parcel = Receive(id="parcel", event="parcel.delivered", correlate=lambda input: input.order_id, payload=Receipt)

steps_of_steps = Workflow(
    key="later.steps",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Parallel(
            id="both",
            branches={
                "one": [
                    Step(
                        id="one",
                        operation=Charge,
                        inputs=lambda input: {"amount": input.amont},  # red: attribute "amont" for class "PaymentRequest"
                    )
                ],
            },
        ),
        ForEach(
            id="each",
            items=lambda input: input.amounts,  # red: attribute "amounts" for class "PaymentRequest"
            steps=[Step(id="two", operation=Charge, inputs=lambda item, index: {"amount": item, "index": index})],
        ),
        Wait(
            id="wait",
            duration=lambda input: input.delay,  # red: attribute "delay" for class "PaymentRequest"
        ),
        Step(
            id="three",
            operation=Charge,
            poll=Poll(
                until=lambda output: output.done,  # red: attribute "done" for class "Charge"
                every="10s",
            ),
        ),
        approval,
        child,
        parcel,
        Choice(
            id="choose",
            transitions=[
                When(lambda steps: steps[approval].output.decision == "yes", "both"),  # red: Condition will always evaluate to False
                When(lambda steps: steps[approval].output.data.id == "yes", "both"),  # red: attribute "id" for class "Caller"
                When(lambda steps: steps[child].output.id == "yes", "both"),  # red: attribute "id" for class "Receipt"
                When(lambda steps: steps[parcel].output.id == "yes", "both"),  # red: attribute "id" for class "Receipt"
            ],
        ),
    ],
    triggers=[
        OnEvent(
            "order.placed",
            "shop",
            input=lambda events: {"amount": 1},  # red: cannot be assigned to parameter "input" of type "EventFields | None"
        ),
        After(
            pay,
            input=lambda output: {"charge": output.id},  # red: attribute "id" for class "Receipt"
        ),
    ],
)
