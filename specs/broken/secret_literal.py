"""A password does not belong into a spec, from where it would reach every output."""

from shop import Tell
from wfc import Step, Workflow

secret_literal = Workflow(
    key="secret.literal",
    version="1.0.0",
    steps=[Step(id="tell", operation=Tell, inputs=lambda: {"text": "password=hunter2-AKIAIOSFODNN7EXAMPLE"})],
)
