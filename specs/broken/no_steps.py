"""A workflow without a single step."""

from wfc import Workflow

no_steps = Workflow(key="no.steps", version="1.0.0", steps=[])
