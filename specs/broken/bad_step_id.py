"""Ids are lower-case letters, digits and hyphens, so that every platform can take them."""

from shop import LookUp
from wfc import Step, Workflow

bad_step_id = Workflow(
    key="bad.step.id",
    version="1.0.0",
    steps=[Step(id="Look Up!", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
