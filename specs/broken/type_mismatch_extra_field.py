"""The lambda fills a parameter that the handler does not have."""

from shop import Basket, LookUp
from wfc import Step, Workflow

type_mismatch_extra_field = Workflow(
    key="type.mismatch.extra.field",
    version="1.0.0",
    input=Basket,
    steps=[Step(id="count", operation=LookUp, inputs=lambda input: {"sku": input.sku, "shelf": "A"})],
)
