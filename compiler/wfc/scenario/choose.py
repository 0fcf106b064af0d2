"""Which workflow a scenario is about."""

from collections.abc import Sequence

from wfc.ir.nodes import Workflow


def choose_workflow(name: str, workflows: Sequence[Workflow]) -> Workflow | None:
    """The workflow called `key@version`, or the highest version of `key` (V3: new runs use it)."""
    found = [workflow for workflow in workflows if name in (workflow.key, f"{workflow.key}@{workflow.version}")]
    return max(found, key=_version, default=None)


def _version(workflow: Workflow) -> tuple[int, ...]:
    return tuple(int(part) for part in workflow.version.split(".") if part.isdigit())
