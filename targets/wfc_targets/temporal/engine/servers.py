"""The two servers that can play scenarios, and how time passes on each."""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

from temporalio import activity
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import TimeoutError as AttemptTimeout
from temporalio.exceptions import TimeoutType
from temporalio.testing import WorkflowEnvironment

from wfc_targets.temporal.engine.places import Places

_BIN = Path(sys.executable).parent
_ATTRIBUTES = {
    "WfcKey": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "WfcVersion": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "SlaBreached": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}
_OVERHEAD = 0.05
"""Seconds that a call takes beyond its script; without it a step as long as its promise would come too late."""


async def start_server(kind: str) -> WorkflowEnvironment:
    """`test`: the time-skipping test server. `dev`: the dev server, told not to round short timers up to a second."""
    if kind == "dev":
        env = await WorkflowEnvironment.start_local(
            dev_server_existing_path=str(_BIN / "temporal"),
            dev_server_log_level="never",
            dev_server_extra_args=["--dynamic-config-value", 'history.timerProcessorMaxTimeShift="1ms"'],
            data_converter=pydantic_data_converter,
            interceptors=[Places()],
        )
    else:
        env = await WorkflowEnvironment.start_time_skipping(
            test_server_existing_path=str(_BIN / "temporal-test-server"),
            data_converter=pydantic_data_converter,
            interceptors=[Places()],
        )
    request = AddSearchAttributesRequest(namespace="default", search_attributes=_ATTRIBUTES)
    await env.client.operator_service.add_search_attributes(request)
    return env


class VirtualTime:
    """Lets a stub's time pass on the test server, whose clock stands still while activities run.

    A stub that outlives its timeout ends at it, with the failure the server would report. To let the server's own
    timer fire during such a sleep leaves its lock count wrong for good (measured with test server 1.40).
    """

    def __init__(self, env: WorkflowEnvironment) -> None:
        self._env = env
        self._loop = asyncio.get_running_loop()

    async def sleep_async(self, seconds: float) -> None:
        limit = activity.info().start_to_close_timeout or timedelta.max
        within = min(seconds, limit.total_seconds()) - _OVERHEAD
        if within > 0:
            await self._env.sleep(within)
        if seconds > limit.total_seconds():
            raise AttemptTimeout("timed out", type=TimeoutType.START_TO_CLOSE, last_heartbeat_details=[])

    def sleep(self, seconds: float) -> None:
        if seconds:
            asyncio.run_coroutine_threadsafe(self.sleep_async(seconds), self._loop).result()


class RealTime:
    """On the dev server time passes by itself."""

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
