"""Tells an activity at which address it runs: its summary, behind the address of the call its workflow runs for.

Temporal shows the summary to people but not to activities; an interceptor of the engine's own carries it in a header,
so that the generated code needs nothing for being tested. The id of a called workflow ends with the call's address.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    ExecuteWorkflowInput,
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

HEADER = "wfc-address"
address: ContextVar[str] = ContextVar("address")
under_way: dict[str, None] = {}
"""The ids of the workflows that have begun and not ended, in order."""

asked_to_cancel: set[str] = set()
"""The ids of those that the world has asked."""
over: set[str] = set()
"""The ids of those that have ended."""
held_back: list[str] = []
"""The workflows that do nothing until they are asked to cancel: a request at once must come before anything else."""


def called_as(workflow_id: str) -> str:
    """`` for the run that was started, `ship/` for the workflow that its step `ship` calls."""
    _, _, path = workflow_id.partition("/")
    return path and f"{path}/"


class Places(ClientInterceptor, Interceptor):
    """Given to the client: workers take it over from there.

    `done` hears of every activity that has succeeded, `ended` of the run that was started, just before its end.
    """

    def __init__(self, done: Callable[[str], Awaitable[None]], ended: Callable[[], None]) -> None:
        self._done = done
        _Inbound.ended = staticmethod(ended)

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        read = _Read(next)
        read.done = self._done
        return read

    def workflow_interceptor_class(self, _input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    ended: Callable[[], None]

    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Write(outbound))

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:
        id = workflow.info().workflow_id
        under_way[id] = None
        try:
            if workflow.info().workflow_type in held_back:
                await workflow.wait_condition(lambda: False)
            result = await super().execute_workflow(input)
        except asyncio.CancelledError:
            if workflow.cancellation_reason() is not None:  # else it is only put away for a while
                self._end(id)
            raise
        except Exception:
            self._end(id)
            raise
        self._end(id)
        return result

    def _end(self, id: str) -> None:
        under_way.pop(id, None)
        if not called_as(id) and id not in over:  # a task that the server refuses is done again
            over.add(id)
            self.ended()


class _Write(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:
        at = f"{called_as(workflow.info().workflow_id)}{input.summary}"
        input.headers = {**input.headers, HEADER: workflow.payload_converter().to_payload(at)}
        return super().start_activity(input)


class _Read(ActivityInboundInterceptor):
    done: Callable[[str], Awaitable[None]]

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        at = activity.payload_converter().from_payload(input.headers[HEADER], str)
        address.set(at)
        try:
            result = await super().execute_activity(input)
        except Exception as error:
            if activity.info().workflow_id in asked_to_cancel:
                # The test server would try again, or wait for ever.
                raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error
            raise
        await self.done(at)
        return result
