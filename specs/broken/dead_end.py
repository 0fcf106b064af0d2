"""A choice with nothing to choose from: no way leads out of it."""

from shop import LookUp
from wfc import Choice, Step, Workflow

dead_end = Workflow(
    key="dead.end",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Choice(id="enough", transitions=[]),
    ],
)
