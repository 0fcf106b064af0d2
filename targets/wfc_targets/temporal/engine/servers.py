"""The two servers that can play scenarios."""

import sys
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Interceptor
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

_BIN = Path(sys.executable).parent
_ATTRIBUTES = {
    "WfcKey": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "WfcVersion": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "SlaBreached": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}


async def start_server(kind: str, interceptor: Interceptor) -> WorkflowEnvironment:
    """`test`: the time-skipping test server. `dev`: the dev server, told not to round short timers up to a second."""
    if kind == "dev":
        env = await WorkflowEnvironment.start_local(
            dev_server_existing_path=str(_BIN / "temporal"),
            dev_server_log_level="never",
            dev_server_extra_args=["--dynamic-config-value", 'history.timerProcessorMaxTimeShift="1ms"'],
            data_converter=pydantic_data_converter,
            interceptors=[interceptor],
        )
    else:
        env = await WorkflowEnvironment.start_time_skipping(
            test_server_existing_path=str(_BIN / "temporal-test-server"),
            data_converter=pydantic_data_converter,
            interceptors=[interceptor],
        )
    request = AddSearchAttributesRequest(namespace="default", search_attributes=_ATTRIBUTES)
    await env.client.operator_service.add_search_attributes(request)
    return env
