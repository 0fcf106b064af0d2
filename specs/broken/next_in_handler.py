"""Handlers stand in no order, so there is no next one."""

from shop import LookUp, Tell
from wfc import NEXT, Step, Workflow

next_in_handler = Workflow(
    key="next.in.handler",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}, on_failure="tell-buyer")],
    handlers=[
        Step(id="tell-buyer", operation=Tell, inputs=lambda: {"text": "sorry"}, on_success=NEXT),
        Step(id="tell-admin", operation=Tell, inputs=lambda: {"text": "sorry"}),
    ],
)
