"""The last step is reached by a success edge too, where there is no error to read."""

from shop import LookUp, Tell
from wfc import Step, Workflow

possibly_none_error = Workflow(
    key="possibly.none.error",
    version="1.0.0",
    steps=[
        Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"}, on_failure="tell"),
        Step(id="count", operation=LookUp, inputs=lambda: {"sku": "bulb"}, on_success="tell"),
        Step(id="tell", operation=Tell, inputs=lambda error: {"text": error.message}, on_failure="sorry"),
    ],
    handlers=[Step(id="sorry", operation=Tell, inputs=lambda error: {"text": error.message})],
)
