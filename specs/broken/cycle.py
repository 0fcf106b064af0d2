"""Looking again until there is stock: the graph of a workflow has no cycles."""

from shop import LookUp
from wfc import SUCCEED, Otherwise, Step, When, Workflow

cycle = Workflow(
    key="cycle",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(
            id="look-again",
            operation=LookUp,
            inputs=lambda: {"sku": "lamp"},
            on_success=[
                When(lambda steps: steps["look-again"].output.pieces == 0, "look-up"),
                Otherwise(SUCCEED),
            ],
        ),
    ],
)
