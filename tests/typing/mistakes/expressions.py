"""A lambda whose expression does not add up is red, and so is one of the wrong shape for its place."""

from acme.models import Caller, PaymentRequest
from acme.payments import charge
from wfc import Choice, Fail, Operation, Otherwise, Step, When, Workflow

Charge = Operation("payments.charge", handler=charge, effect="write")

text_compared_with_a_number = Workflow(
    key="text.number",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Choice(
            id="big",
            transitions=[
                When(lambda input: input.payment_method_id > 3, "charge"),  # red: Operator ">" not supported for types "str" and
                Otherwise("charge"),
            ],
        ),
        Step(id="charge", operation=Charge),
    ],
)

sum_of_a_number_and_a_text = Workflow(
    key="number.text",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {"amount": input.amount + "1"},  # red: Operator "+" not supported for types "int" and
        ),
    ],
)

length_of_a_number = Workflow(
    key="number.length",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {"amount": len(input.amount)},  # red: Argument of type "int" cannot be assigned to parameter
        ),
    ],
)

no_such_method = Workflow(
    key="text.method",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            inputs=lambda input: {"amount": input.payment_method_id.uper()},  # red: attribute "uper" for class "str"
        ),
    ],
)

inputs_that_are_a_number = Workflow(
    key="inputs.number",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda input: input.amount),  # red: "(input: PaymentRequest) -> int" cannot be
    ],
)

inputs_that_are_no_lambda = Workflow(
    key="inputs.dict",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(id="charge", operation=Charge, inputs={"amount": 1}),  # red: Argument of type "dict[str, int]" cannot be assigned
    ],
)

message_that_is_no_text = Workflow(
    key="message.number",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(
            id="charge",
            operation=Charge,
            on_failure=Fail("Unpaid", lambda input: input.amount),  # red: "(input: PaymentRequest) -> int" cannot be assigned
        ),
    ],
)

no_such_name = Workflow(
    key="no.name",
    version="1.0.0",
    input=PaymentRequest,
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda inputs: {"amount": 1}),  # red: parameter "inputs" of type "Inputs[
    ],
)

names_out_of_order = Workflow(
    key="names.order",
    version="1.0.0",
    input=PaymentRequest,
    context=Caller,
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda input, ctx: {"amount": 1}),  # red: parameter "inputs" of type "Inputs[
    ],
)

no_item_in_a_result = Workflow(
    key="result.item",
    version="1.0.0",
    steps=[Step(id="charge", operation=Charge)],
    result=lambda item: {"charge": item},  # red: cannot be assigned to parameter "result" of type "Result[
)
