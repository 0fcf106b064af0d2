"""Values outside their range: no attempt at all, an unknown kind of delay, and a delay that shrinks."""

from shop import LookUp
from wfc import Retry, Step, Workflow

bad_value = Workflow(
    key="bad.value",
    version="1.0.0",
    steps=[
        Step(id="first", operation=LookUp, inputs=lambda: {"sku": "lamp"}, retry=Retry(max_attempts=0)),
        Step(id="second", operation=LookUp, inputs=lambda: {"sku": "lamp"}, retry=Retry(3, backoff="quadratic")),
        Step(id="third", operation=LookUp, inputs=lambda: {"sku": "lamp"}, retry=Retry(3, multiplier=0.5)),
    ],
)
