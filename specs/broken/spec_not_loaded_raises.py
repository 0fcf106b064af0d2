"""A spec that needs something when it is imported, and does not get it."""

import os

from shop import LookUp
from wfc import Step, Workflow

spec_not_loaded_raises = Workflow(
    key=os.environ["WFC_NO_SUCH_VARIABLE"],
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
