"""Every kind of step besides `Step` and `Choice`, and the triggers: one mistake each."""

from acme.mail import send_email
from acme.models import Caller, PaymentRequest, Receipt
from acme.payments import charge, refund
from wfc import (
    FAIL,
    After,
    Approval,
    Call,
    Choice,
    Compensation,
    Escalate,
    Fail,
    ForEach,
    OnError,
    OnEvent,
    Operation,
    Parallel,
    Poll,
    Receive,
    Sla,
    Step,
    Wait,
    When,
    Workflow,
)

Charge = Operation("payments.charge", handler=charge, effect="write")
Refund = Operation("payments.refund", handler=refund, effect="write")
Mail = Operation("mail.send", handler=send_email, effect="write")

pay = Workflow("pay", "1.0.0", input=PaymentRequest, output=Receipt, steps=[Step(id="charge", operation=Charge)])

approval = Approval(id="approve", notify=Mail, form=Caller)
child = Call(id="pay", workflow=pay)
parcel = Receive(id="parcel", event="parcel.delivered", correlate=lambda input: input.order_id, payload=Receipt)
pause = Wait(id="pause", duration="1h")

lambdas = Workflow(
    key="kinds.lambdas",
    version="1.0.0",
    input=PaymentRequest,
    context=Caller,
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
            on_success=[
                When(lambda output: output.one == 1, FAIL),  # red: attribute "one" for class "dict[str, Any]"
            ],
        ),
        ForEach(
            id="each",
            items=lambda input: input.amounts,  # red: attribute "amounts" for class "PaymentRequest"
            steps=[
                Step(
                    id="two",
                    operation=Charge,
                    inputs=lambda item, index: {"amount": item, "index": index.first},  # red: attribute "first" for class "int"
                    compensation=Compensation(
                        Refund,
                        lambda item, output: {"charge_id": output.charge, "item": item},  # red: attribute "charge" for class "Charge"
                    ),
                )
            ],
        ),
        Wait(
            id="wait",
            duration=lambda input: input.delay,  # red: attribute "delay" for class "PaymentRequest"
        ),
        Wait(
            id="wait-until",
            until=lambda run: run.began_at,  # red: attribute "began_at" for class "Run"
        ),
        Step(
            id="three",
            operation=Charge,
            poll=Poll(
                until=lambda output: output.done,  # red: attribute "done" for class "Charge"
                every="10s",
            ),
        ),
        Approval(
            id="ask",
            notify=Mail,
            inputs=lambda ctx: {"to": ctx.email},  # red: attribute "email" for class "Caller"
            form=Receipt,
            on_rejected=Fail("No", lambda ctx: ctx.reason),  # red: attribute "reason" for class "Caller"
            on_success=[
                When(lambda output: output.by_whom == "lena", FAIL),  # red: attribute "by_whom" for class "Decision[Receipt]"
            ],
        ),
        Receive(
            id="got",
            event="parcel.delivered",
            correlate=lambda input: input.parcel,  # red: attribute "parcel" for class "PaymentRequest"
            payload=Receipt,
            on_success=[
                When(lambda output: output.at == "noon", FAIL),  # red: attribute "at" for class "Receipt"
            ],
        ),
        Call(
            id="call",
            workflow=pay,
            inputs=lambda input: {"amount": input.sum},  # red: attribute "sum" for class "PaymentRequest"
            context=lambda ctx: {"user_id": ctx.id},  # red: attribute "id" for class "Caller"
            compensation=Compensation(
                Refund,
                lambda output: {"charge_id": output.id},  # red: attribute "id" for class "Receipt"
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
                When(lambda steps: steps[pause].output.id == "yes", "both"),  # red: attribute "id" for class "None"
            ],
        ),
    ],
    after_compensation=Step(
        id="undone",
        operation=Mail,
        inputs=lambda error: {"template": error.kind},  # red: attribute "kind" for class "Error"
    ),
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

arguments = Workflow(
    key="kinds.arguments",
    version="1.0.0",
    deadline=60,  # red: "Literal[60]" is not assignable to "str"
    sla=Sla(
        "1h",
        in_flight="yes",  # red: cannot be assigned to parameter "in_flight" of type "bool"
        escalate=["2h"],  # red: is not assignable to "Escalate"
    ),
    after_compensation=pause,  # red: "Wait[Any, Any]" is not assignable to "Step
    steps=[
        Parallel(
            id="a",
            branches=[pause],  # red: cannot be assigned to parameter "branches"
        ),
        Parallel(
            id="b",
            branches={"one": pause},  # red: cannot be assigned to parameter "branches"
        ),
        ForEach(
            id="c",
            items=lambda: [1],
            steps=[Charge],  # red: "Operation[Charge]" is not assignable to "Node
            max_concurrency="all",  # red: cannot be assigned to parameter "max_concurrency" of type "int | None"
        ),
        Wait(
            id="d",
            duration=60,  # red: cannot be assigned to parameter "duration"
        ),
        Approval(
            id="e",
            notify=send_email,  # red: cannot be assigned to parameter "notify" of type "Operation[Any]"
            remind="1h",  # red: cannot be assigned to parameter "remind" of type "Escalate | None"
            on_timeout=[OnError(["Timeout"], FAIL)],  # red: cannot be assigned to parameter "on_timeout"
        ),
        Approval(  # red: Argument missing for parameter "notify"
            id="f",
        ),
        Receive(
            id="g",
            event=parcel,  # red: cannot be assigned to parameter "event" of type "str"
            correlate="order",  # red: cannot be assigned to parameter "correlate"
        ),
        Call(
            id="h",
            workflow=Charge,  # red: cannot be assigned to parameter "workflow"
        ),
        Step(
            id="i",
            operation=Charge,
            poll=Poll(
                until=lambda output: output.id == "a",
                every=5,  # red: cannot be assigned to parameter "every" of type "Duration"
                max_polls="3",  # red: cannot be assigned to parameter "max_polls" of type "int | None"
            ),
            sla=Sla("1h", escalate=[Escalate("2h", send_email)]),  # red: cannot be assigned to parameter "operation"
        ),
    ],
)
