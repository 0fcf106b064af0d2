"""The second step is meant for failures only, but it stands in the list: after a success it would run too."""

from shop import LookUp, Tell
from wfc import Step, Workflow

falls_through_into_handler = Workflow(
    key="falls.through.into.handler",
    version="1.0.0",
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "hello"}, on_success="look-up", on_failure="apologise"),
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}),
        Step(id="apologise", operation=Tell, inputs=lambda: {"text": "sorry"}),
    ],
)
