"""A spec file in which the workflow was forgotten."""

from shop import LookUp
from wfc import Step

look_up = Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})
