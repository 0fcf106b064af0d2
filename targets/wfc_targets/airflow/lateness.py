"""Where a failure can be a deadline, which no edge handles (T2)."""

from wfc.ir.nodes import Workflow
from wfc.ir.walk import family


def can_be_late(workflow: Workflow) -> bool:
    """Can a node fail with `Deadline`: by the run's own one, or by that of a called workflow (C7)?"""
    return any(one.deadline is not None for one in family(workflow))
