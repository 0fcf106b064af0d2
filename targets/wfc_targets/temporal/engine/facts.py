"""What a finished run has to tell, and every run of a workflow that it has called."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError

from wfc.scenario.journal import Json
from wfc_targets.temporal.engine.places import called_as

_STARTED = "childWorkflowExecutionStartedEventAttributes"


async def facts_of(client: Client, workflow_id: str, first_run: str) -> AsyncIterator[Json]:
    """Of the run itself first, then of those it called: `called_as` tells which is which."""
    handle = client.get_workflow_handle(workflow_id)
    history = (await handle.fetch_history()).to_json_dict()
    yield {
        "called_as": called_as(workflow_id),
        "run": f"{workflow_id}/{first_run}",
        "history": history,
        "steps": await handle.query("steps"),
        "sla_breaches": await _ask(handle, "sla_breaches"),
        "compensation_failed": await _ask(handle, "compensation_failed"),
    }
    for started in (event[_STARTED]["workflowExecution"] for event in history["events"] if _STARTED in event):
        async for told in facts_of(client, started["workflowId"], started["runId"]):
            yield told


def leaves_time_held(told: Json) -> bool:
    """Has an activity been cancelled between attempts? The test server comes back to it, and stops skipping time."""
    return any(
        event["eventType"].endswith("ACTIVITY_TASK_CANCELED")
        for run in told["runs"]
        for event in run["history"]["events"]
    )


async def _ask(handle: WorkflowHandle[Any, Any], query: str) -> Json:
    """A workflow has only the queries that it needs."""
    with suppress(WorkflowQueryFailedError):
        return await handle.query(query)
    return []
