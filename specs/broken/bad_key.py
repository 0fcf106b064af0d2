"""A key is words with dots between them, so that every platform can make a name of it."""

from shop import LookUp
from wfc import Step, Workflow

bad_key = Workflow(
    key="Bad key!",
    version="1.0.0",
    steps=[Step(id="look-up", operation=LookUp, inputs=lambda: {"sku": "lamp"})],
)
