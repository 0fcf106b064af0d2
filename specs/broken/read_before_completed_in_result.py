"""One of the ends is reached without the step whose output the result reads."""

from shop import Basket, LookUp
from wfc import SUCCEED, Choice, Otherwise, Step, When, Workflow

read_before_completed_in_result = Workflow(
    key="read.before.completed.in.result",
    version="1.0.0",
    input=Basket,
    steps=[
        Choice(id="known", transitions=[When(lambda input: input.sku == "lamp", SUCCEED), Otherwise("look-up")]),
        Step(id="look-up", operation=LookUp, inputs=lambda input: {"sku": input.sku}),
    ],
    result=lambda steps: {"shelf": steps["look-up"].output.shelf},
)
