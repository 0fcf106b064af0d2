"""Tells an activity at which address of the workflow it runs: its summary, carried along in a header.

Temporal shows the summary to people but not to activities; an interceptor of the engine's own brings it there, so that
the generated code needs nothing for being tested.
"""

from contextvars import ContextVar
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

_HEADER = "wfc-address"
address: ContextVar[str] = ContextVar("address")


class Places(ClientInterceptor, Interceptor):
    """Given to the client: workers take it over from there."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Read(next)

    def workflow_interceptor_class(self, _input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Write(outbound))


class _Write(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:
        payload = workflow.payload_converter().to_payload(input.summary)
        input.headers = {**input.headers, _HEADER: payload}
        return super().start_activity(input)


class _Read(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        address.set(activity.payload_converter().from_payload(input.headers[_HEADER], str))
        return await super().execute_activity(input)
