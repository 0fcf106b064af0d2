"""All three lambdas would see the last value of the loop's variable."""

from shop import LookUp
from wfc import Step, Workflow

steps = []
for sku in ["lamp", "bulb", "desk"]:
    steps.append(Step(id=f"look-up-{sku}", operation=LookUp, inputs=lambda: {"sku": sku}))

unknown_name_late_binding = Workflow(key="unknown.name.late.binding", version="1.0.0", steps=steps)
