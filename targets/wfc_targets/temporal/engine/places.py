"""Tells an activity at which address it runs: its summary, behind the address of the call its workflow runs for.

Temporal shows the summary to people but not to activities; an interceptor of the engine's own carries it in a header,
so that the generated code needs nothing for being tested. The id of a called workflow ends with the call's address.
"""

import asyncio
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Protocol

from temporalio import activity, workflow
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.exceptions import ApplicationError, TimeoutType
from temporalio.exceptions import TimeoutError as AttemptTimeout
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    ExecuteWorkflowInput,
    Interceptor,
    StartActivityInput,
    StartChildWorkflowInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

HEADER = "wfc-address"
address: ContextVar[str] = ContextVar("address")
under_way: dict[str, None] = {}
"""The ids of the workflows that have begun and not ended, in order."""

over: set[str] = set()
"""The ids of those that have ended."""
held_back: list[str] = []
"""The workflows that do nothing until they are asked to cancel: a request at once must come before anything else."""


def called_as(workflow_id: str) -> str:
    """`` for the run that was started, `ship/` for the workflow that its step `ship` calls."""
    _, _, path = workflow_id.partition("/")
    return path and f"{path}/"


class Listener(Protocol):
    """Who hears of what happens in the workers."""

    async def activity_done(self, at: str) -> None:
        """An activity has succeeded."""
        ...

    async def is_cancelling(self, info: activity.Info) -> bool:
        """Has the workflow asked the activity to cancel?"""
        ...

    def run_ends(self) -> None:
        """The run that was started is about to end."""
        ...

    def time_for(self, at: str, timeout: timedelta) -> timedelta:
        """How long an attempt may take."""
        ...

    def child_is_asked(self, id: str) -> None:
        """A called workflow is about to be asked to cancel."""
        ...


class Places(ClientInterceptor, Interceptor):
    """Given to the client: workers take it over from there."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        _Inbound.listener = listener

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        read = _Read(next)
        read.listener = self._listener
        return read

    def workflow_interceptor_class(self, _input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    listener: Listener

    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        write = _Write(outbound)
        write.listener = self.listener
        super().init(write)

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:
        id = workflow.info().workflow_id
        if not workflow.unsafe.is_replaying():
            under_way[id] = None
        try:
            if workflow.info().workflow_type in held_back:
                await workflow.wait_condition(lambda: False)
            result = await super().execute_workflow(input)
        except (asyncio.CancelledError, Exception):
            self._end(id)
            raise
        self._end(id)
        return result

    def _end(self, id: str) -> None:
        if workflow.unsafe.is_replaying():  # or it is only put away for a while, which the SDK takes for a replay
            return
        under_way.pop(id, None)
        if not called_as(id) and id not in over:  # a task that the server refuses is done again
            over.add(id)
            self.listener.run_ends()


class _Write(WorkflowOutboundInterceptor):
    listener: Listener

    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:
        at = f"{called_as(workflow.info().workflow_id)}{input.summary}"
        input.headers = {**input.headers, HEADER: workflow.payload_converter().to_payload(at)}
        if input.start_to_close_timeout:
            input.start_to_close_timeout = self.listener.time_for(at, input.start_to_close_timeout)
        return super().start_activity(input)

    async def start_child_workflow(self, input: StartChildWorkflowInput) -> workflow.ChildWorkflowHandle[Any, Any]:
        handle = await super().start_child_workflow(input)
        ask = handle.cancel

        def cancel(msg: object = None) -> bool:
            # A run that is put away is cancelled from outside its loop, where nobody can be asked for replays.
            if workflow.in_workflow() and not workflow.unsafe.is_replaying():
                self.listener.child_is_asked(input.id)
            return bool(ask(msg))

        object.__setattr__(handle, "cancel", cancel)
        return handle


class _Read(ActivityInboundInterceptor):
    listener: Listener

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        at = activity.payload_converter().from_payload(input.headers[HEADER], str)
        address.set(at)
        try:
            result = await super().execute_activity(input)
        except Exception as error:
            if await self.listener.is_cancelling(activity.info()):
                # The test server would try again, or wait for ever.
                raise ApplicationError(str(error), type=_type(error), non_retryable=True) from error
            raise
        await self.listener.activity_done(at)
        return result


def _type(error: Exception) -> str:
    """Of an error; of a timeout the one that the trace looks for."""
    match error:
        case AttemptTimeout(type=TimeoutType() as kind):
            return f"TIMEOUT_TYPE_{kind.name}"
        case _:
            return type(error).__name__
