"""A parameter that the language does not have: Python raises it, wfc explains it."""

from shop import LookUp
from wfc import Step, Workflow

spec_not_loaded_argument = Workflow(
    key="spec.not.loaded.argument",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, input=lambda: {"sku": "lamp"})],
)
