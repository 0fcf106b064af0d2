"""`Timeout` has a meaning already; a `Fail` cannot use it."""

from shop import LookUp
from wfc import Fail, Step, Workflow

reserved_error_type = Workflow(
    key="reserved.error.type",
    version="1.0.0",
    steps=[
        Step(
            id="look-up",
            operation=LookUp,
            inputs=lambda: {"sku": "lamp"},
            on_success=Fail("Timeout", "took too long"),
        )
    ],
)
