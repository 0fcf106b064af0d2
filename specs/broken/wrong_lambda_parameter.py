"""`inputs` is asked before the step has run: it has no `output` yet. And nothing is called `inpt`."""

from shop import Basket, Charge, Tell
from wfc import Step, Workflow

wrong_lambda_parameter = Workflow(
    key="wrong.lambda.parameter",
    version="1.0.0",
    input=Basket,
    steps=[
        Step(id="charge", operation=Charge, inputs=lambda output: {"amount": output}),
        Step(id="tell", operation=Tell, inputs=lambda inpt: {"text": inpt.sku}),
    ],
)
