"""A lambda without a text: it was made by `functools.partial`, so there is nothing to translate."""

from functools import partial

from shop import LookUp
from wfc import Step, Workflow


def named(input, sku):
    """What a step would be given."""
    return {"sku": sku}


lambda_not_readable = Workflow(
    key="lambda.not.readable",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=partial(named, sku="lamp"))],
)
