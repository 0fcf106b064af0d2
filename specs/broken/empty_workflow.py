"""A workflow without a single step."""

from wfc import Workflow

empty_workflow = Workflow(key="empty.workflow", version="1.0.0", steps=[])
