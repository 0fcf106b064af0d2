"""A module that nobody has installed."""

from shop_of_horrors import LookUp
from wfc import Step, Workflow

spec_not_loaded_import = Workflow(
    key="spec.not.loaded.import",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
