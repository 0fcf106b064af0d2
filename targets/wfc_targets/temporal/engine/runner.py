"""Plays scenarios on generated packages; runs in the engine's environment, started by path, asked in JSON lines.

One server and one event loop live as long as the process. A worker is kept while the package stays the same.
"""

import asyncio
import os
import sys
from contextlib import suppress
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.temporal.engine.packages import Package
from wfc_targets.temporal.engine.places import address
from wfc_targets.temporal.engine.servers import RealTime, VirtualTime, start_server

LONGEST = 30
"""Real seconds after which a run counts as stuck."""


class Player:
    """The server, and the worker of the package played last."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.package: Package | None = None
        self.time: VirtualTime | RealTime = RealTime()
        self._env: WorkflowEnvironment | None = None
        self._worker: Worker | None = None
        self._running: asyncio.Task[None] | None = None

    def play(self, job: Json) -> Json:
        """One job to its facts."""
        return self.loop.run_until_complete(self._play(job))

    def close(self) -> None:
        """Stop the server."""
        if self._env:
            self.loop.run_until_complete(self._env.shutdown())

    async def _play(self, job: Json) -> Json:
        client = await self._client()
        if self.package and not self.package.is_for(job["files"], job["roots"]):
            await self._put_away(self.package)
        package = self.package or Package(job["package"], job["files"], job["roots"])
        stage = Stage(cast=job["cast"], place=_place, sleep=self.time.sleep, sleep_async=self.time.sleep_async)
        with on_stage(stage):
            if self.package is None:
                self.package = package
                self._worker = self.make_worker(package, client)
                self._running = asyncio.create_task(self._worker.run())
            handle = await start(client, package, job)
            return await self.facts(handle, stage)

    async def _client(self) -> Client:
        if self._env is None:
            kind = os.environ.get("WFC_TEMPORAL_SERVER", "test")
            self._env = await start_server(kind)
            self.time = VirtualTime(self._env) if kind == "test" else RealTime()
        return self._env.client

    def make_worker(self, package: Package, client: Client) -> Worker:
        """The worker as the package makes it."""
        worker: Worker = package.module("worker").worker(client)
        return worker

    async def _put_away(self, package: Package) -> None:
        if self._worker and self._running:
            await self._worker.shutdown()
            await self._running
        package.unload()
        self.package = self._worker = self._running = None

    async def facts(self, handle: WorkflowHandle[Any, Any], stage: Stage) -> Json:
        """What the finished run has to tell."""
        await wait_for(handle)
        run = f"{handle.id}/{handle.first_execution_run_id}"
        promises = self.package and hasattr(self.package.module("shared"), "SLA_BREACHED")
        return {
            "run": run,
            "history": (await handle.fetch_history()).to_json_dict(),
            "steps": await handle.query("steps"),
            "sla_breaches": await handle.query("sla_breaches") if promises else [],
            "calls": stage.journal_calls(run),
        }


async def start(client: Client, package: Package, job: Json) -> WorkflowHandle[Any, Any]:
    """Start a run with whatever the scenario gives it, valid or not."""
    shared = package.module("shared")
    return await client.start_workflow(
        job["package"],
        args=job["arguments"],
        id=f"{job['package']}-{uuid4()}",
        task_queue=shared.TASK_QUEUE,
        search_attributes=shared.SEARCH_ATTRIBUTES,
    )


async def wait_for(handle: WorkflowHandle[Any, Any]) -> None:
    """Until the run has ended, well or not: its history says how."""
    try:
        with suppress(WorkflowFailureError):
            await asyncio.wait_for(handle.result(), LONGEST)
    except TimeoutError:
        await handle.terminate("stuck")
        raise


def _place() -> Place:
    return Place(address.get())


if __name__ == "__main__":
    player = Player()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)  # the SDK's bridge can abort an orderly exit (sdk-python#300)
