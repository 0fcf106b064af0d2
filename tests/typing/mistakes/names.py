"""What a lambda sees has the type of its model: a wrong field is red in its place."""

from acme.mail import send_email
from acme.models import Caller, PaymentRequest
from acme.payments import charge, refund
from wfc import Compensation, Operation, Otherwise, Step, When, Workflow

Charge = Operation("payments.charge", handler=charge, effect="write")
Refund = Operation("payments.refund", handler=refund, effect="write")
Mail = Operation("mail.send", handler=send_email, effect="write")

input_field = Workflow(
    key="input.field",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {"amount": input.amont},  # red: Cannot access attribute "amont" for class "PaymentRequest"
        ),
    ],
)

context_field = Workflow(
    key="context.field",
    version="1.0.0",
    input=PaymentRequest,
    context=Caller,
    steps=[
        Step(
            id="mail",
            operation=Mail,
            inputs=lambda ctx, input: {"to": ctx.email, "data": input},  # red: Cannot access attribute "email" for class "Caller"
        ),
    ],
)

error_field = Workflow(
    key="error.field",
    version="1.0.0",
    steps=[Step(id="charge", operation=Charge, on_failure="mail")],
    handlers=[
        Step(
            id="mail",
            operation=Mail,
            inputs=lambda error: {"why": error.mesage},  # red: Cannot access attribute "mesage" for class "Error"
        ),
    ],
)

run_field = Workflow(
    key="run.field",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda run: {"at": run.start},  # red: Cannot access attribute "start" for class "Run"
        ),
    ],
)

output_of_the_undone_step = Workflow(
    key="undone.output",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            compensation=Compensation(
                Refund,
                inputs=lambda output: {"charge_id": output.idd},  # red: Cannot access attribute "idd" for class "Charge"
            ),
        ),
    ],
)

output_in_a_condition = Workflow(
    key="condition.output",
    version="1.0.0",
    steps=[
        Step(
            id="charge",
            operation=Charge,
            on_success=[
                When(lambda output: output.risk > 80, "mail"),  # red: Cannot access attribute "risk" for class "Charge"
                Otherwise("mail"),
            ],
        ),
        Step(id="mail", operation=Mail),
    ],
)

the_charge = Step(id="charge", operation=Charge)

output_of_a_step_object = Workflow(
    key="object.output",
    version="1.0.0",
    steps=[
        the_charge,
        Step(
            id="mail",
            operation=Mail,
            inputs=lambda steps: {"data": steps[the_charge].output.amount},  # red: attribute "amount" for class "Charge"
        ),
    ],
)

output_of_a_step_that_may_be_absent = Workflow(
    key="absent.output",
    version="1.0.0",
    steps=[
        the_charge,
        Step(
            id="mail",
            operation=Mail,
            inputs=lambda steps: {"data": steps.get(the_charge).outputs},  # red: attribute "outputs" for class "Outcome[Charge]"
        ),
    ],
)

in_the_result = Workflow(
    key="result.field",
    version="1.0.0",
    steps=[the_charge],
    result=lambda steps: {"charge_id": steps[the_charge].output.charge_id},  # red: attribute "charge_id" for class "Charge"
)

with_four_names = Workflow(
    key="four.names",
    version="1.0.0",
    input=PaymentRequest,
    context=Caller,
    steps=[the_charge],
    handlers=[
        Step(
            id="mail",
            operation=Mail,
            inputs=lambda ctx, input, steps, error: {"to": ctx.user_mail},  # red: attribute "user_mail" for class "Caller"
        ),
    ],
)
