"""The handler needs an amount, the lambda gives none."""

from shop import Charge
from wfc import Step, Workflow

type_mismatch_missing_field = Workflow(
    key="type.mismatch.missing.field",
    version="1.0.0",
    steps=[Step(id="charge", operation=Charge, inputs=lambda: {})],
)
