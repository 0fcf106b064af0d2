"""The dev server with its state in a file, so that it can be stopped in the middle of runs and started again."""

import sys
from pathlib import Path
from typing import final

from temporalio.testing import WorkflowEnvironment

NAMESPACES = tuple(f"crew-{number}" for number in range(12))
"""One for each crew that may work at once."""

_COMMAND = Path(sys.executable).with_name("temporal")
_FAST = ("--sqlite-pragma", "synchronous=OFF")
"""The server's process goes, never the machine."""

_SHORT_TIMERS = ("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="1ms"')
"""Else the server rounds short timers up to a second."""


@final
class Server:
    """Started by `start`, at the same address each time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._env: WorkflowEnvironment | None = None
        self.address = ""

    async def start(self) -> None:
        """With whatever the file has of earlier."""
        port = self.address.rpartition(":")[2]
        self._env = await WorkflowEnvironment.start_local(
            port=int(port) if port else None,
            dev_server_existing_path=str(_COMMAND),
            dev_server_database_filename=str(self._file),
            dev_server_log_level="never",
            dev_server_extra_args=[*(f"--namespace={name}" for name in NAMESPACES), *_SHORT_TIMERS, *_FAST],
        )
        self.address = self._env.client.service_client.config.target_host

    async def stop(self) -> None:
        """Runs stay in the file."""
        if self._env:
            await self._env.shutdown()
        self._env = None
