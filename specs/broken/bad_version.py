"""A version has three numbers."""

from shop import LookUp
from wfc import Step, Workflow

bad_version = Workflow(
    key="bad.version",
    version="latest",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
