"""`FAIL` fails with the failure handled last, but on this way none was handled."""

from shop import LookUp
from wfc import FAIL, Otherwise, Step, When, Workflow

bare_fail = Workflow(
    key="bare.fail",
    version="1.0.0",
    steps=[
        Step(
            id="look-up",
            operation=LookUp,
            inputs=lambda: {"sku": "lamp"},
            on_success=[When(lambda steps: steps["look-up"].output.pieces == 0, FAIL), Otherwise("count")],
        ),
        Step(id="count", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
    ],
)
