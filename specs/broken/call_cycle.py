"""Each of these workflows waits for the next one, and the last for the first."""

from shop import Basket
from wfc import Call, Workflow

egg = Workflow(
    key="call.cycle.egg",
    version="1.0.0",
    input=Basket,
    steps=[Call(id="hatch", workflow="call.cycle.hen@1", inputs=lambda input: input)],
)

hen = Workflow(
    key="call.cycle.hen",
    version="1.0.0",
    input=Basket,
    steps=[Call(id="lay", workflow=egg, inputs=lambda input: input)],
)
