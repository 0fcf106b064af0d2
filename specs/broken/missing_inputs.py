"""The handler needs a text, the step has no `inputs` at all."""

from shop import Tell
from wfc import Step, Workflow

missing_inputs = Workflow(key="missing.inputs", version="1.0.0", steps=[Step(id="tell", operation=Tell)])
