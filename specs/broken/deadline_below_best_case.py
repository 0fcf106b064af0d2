"""Both branches are waited for, the longer one for three hours; no run can be ready after two."""

from shop import Basket, LookUp
from wfc import Parallel, Step, Wait, Workflow

deadline_below_best_case = Workflow(
    key="deadline.below.best.case",
    version="1.0.0",
    input=Basket,
    steps=[
        Parallel(
            id="dry",
            branches={
                "paint": [Wait(id="first-coat", duration="90m"), Wait(id="second-coat", duration="90m")],
                "glue": [Wait(id="glue", duration="20m")],
            },
        ),
        Step(id="look", operation=LookUp, inputs=lambda input: {"sku": input.sku}, timeout="10s"),
    ],
    result=lambda steps: steps["look"].output.pieces,
    deadline="2h",
)
