"""A workflow can be called only if it has no errors of its own. Runs before everything else: what a call yields is
known only once the called workflow is typed.

Errors of a called workflow are told with the caller's; what is less is told when its own spec is compiled.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from wfc.diagnostics import Diagnostics, Severity
from wfc.ir.surface import Workflow

Check: TypeAlias = Callable[[Workflow, Diagnostics], Workflow | None]


def check_children(workflow: Workflow, check: Check, found: Diagnostics) -> Workflow:
    """The workflow with its children checked and typed."""
    return replace(workflow, children=tuple(_checked(child, check, found) for child in workflow.children))


def _checked(child: Workflow, check: Check, found: Diagnostics) -> Workflow:
    own = Diagnostics()
    checked = check(child, own)
    add_errors(own, found)
    return child if checked is None else checked


def add_errors(own: Diagnostics, found: Diagnostics) -> None:
    """Tell what is an error in a called workflow."""
    for one in own.sorted():
        if one.severity is Severity.ERROR:
            found.add(one)
