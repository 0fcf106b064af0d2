"""After the first alternative the run would fall into the second one."""

from shop import Basket, Tell
from wfc import Choice, Otherwise, Step, When, Workflow

falls_through_into_sibling = Workflow(
    key="falls.through.into.sibling",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(id="by-size", transitions=[When(lambda input: input.size == "small", "letter"), Otherwise("truck")]),
        Step(id="letter", operation=Tell, inputs=lambda: {"text": "letter"}),
        Step(id="truck", operation=Tell, inputs=lambda: {"text": "truck"}),
    ],
)
