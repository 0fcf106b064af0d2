"""A comment that allows what nobody complains about."""

from shop import Tell
from wfc import Step, Workflow

unused_allow = Workflow(
    key="unused.allow",
    version="1.0.0",
    steps=[
        Step(id="tell", operation=Tell, inputs=lambda: {"text": "hello"}),  # wfc: allow[write-not-undone] it is only talk
    ],
)
