"""Decimals and dates are text inside a workflow: nobody can compute with them there."""

from shop import Basket, Tell
from wfc import Step, Workflow

lossy_type = Workflow(
    key="lossy.type",
    version="1.0.0",
    input=Basket,
    steps=[Step(id="tell", operation=Tell, inputs=lambda input: {"text": str(input.weight * 2)})],
)
