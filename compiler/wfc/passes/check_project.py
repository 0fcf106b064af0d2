"""What can only be seen when all workflows of a project are side by side. Runs on their cores, once.

Reports colliding-names: two workflows, or two versions of one major, would have one physical name (V3).
"""

from collections.abc import Sequence

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import COLLIDING_NAMES
from wfc.ir.nodes import Workflow


def check_project(workflows: Sequence[Workflow], found: Diagnostics) -> None:
    """Compare the physical names of all workflows."""
    first: dict[str, Workflow] = {}
    for workflow in workflows:
        other = first.setdefault(workflow.name, workflow)
        if other is workflow:
            continue
        if other.key == workflow.key:
            message = f"`{workflow.key}` {other.version} and {workflow.version} would both be `{workflow.name}`"
            help = "raise the major version of one of them, so that they can run side by side"
        else:
            message = f"`{other.key}` and `{workflow.key}` would both be `{workflow.name}`"
            help = "give one of them another key"
        related = (Label(other.span, "the other one"),)
        at = Label(workflow.span)
        found.add(Diagnostic(code=COLLIDING_NAMES, message=message, at=at, related=related, help=help))
