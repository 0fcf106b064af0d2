"""Starting by an event is part of the language, but this version cannot compile it yet."""

from shop import Tell
from wfc import OnEvent, Step, Workflow

unsupported_step_kind = Workflow(
    key="unsupported.step.kind",
    version="1.0.0",
    steps=[Step(id="begin", operation=Tell, inputs=lambda: {"text": "counting"})],
    triggers=[OnEvent("stock.taken", source="warehouse")],
)
