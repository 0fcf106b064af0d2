"""Plays scenarios on generated packages; runs in the engine's environment, started by path, asked in JSON lines.

One server and one event loop live as long as the process. Workers are kept while the packages stay the same.
"""

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.temporal.engine.facts import facts_of
from wfc_targets.temporal.engine.packages import Packages
from wfc_targets.temporal.engine.places import Places, address, held_back, under_way
from wfc_targets.temporal.engine.servers import RealTime, VirtualTime, start_server
from wfc_targets.temporal.engine.world import World

LONGEST = 30
"""Real seconds after which a run counts as stuck."""


class Stuck(Exception):
    """A run does not end; the engine starts anew, once."""


class Player:
    """The server, and the workers of the packages played last."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.packages: Packages | None = None
        self.time: VirtualTime | RealTime = RealTime()
        self._world: World | None = None
        self._env: WorkflowEnvironment | None = None
        self._workers: list[Worker] = []
        self._running: list[asyncio.Task[None]] = []

    def play(self, job: Json) -> Json:
        """One job to its facts."""
        return self.loop.run_until_complete(self._play(job))

    def close(self) -> None:
        """Stop the server."""
        if self._env:
            self.loop.run_until_complete(self._env.shutdown())

    async def _play(self, job: Json) -> Json:
        client = await self._client()
        if self.packages and not self.packages.is_for(job["files"], job["roots"]):
            await self._put_away(self.packages)
        packages = self.packages or Packages(job["packages"], job["files"], job["roots"])
        stage = Stage(cast=job["cast"], place=_place, sleep=self.time.sleep, sleep_async=self.time.sleep_async)
        with on_stage(stage):
            if self.packages is None:
                self.packages = packages
                self._workers = [self.make_worker(packages, name, client) for name in packages.names]
                self._running = [asyncio.create_task(worker.run()) for worker in self._workers]
            held_back.clear()
            if stage.cast["cancel"] == 0:
                held_back.append(packages.names[0])
            handle = await start(client, packages, job)
            self._world = World(client, handle, stage, self.time)
            await self._world.begin()
            return await self.facts(client, handle, stage)

    async def _client(self) -> Client:
        if self._env is None:
            kind = os.environ.get("WFC_TEMPORAL_SERVER", "test")
            self._env = await start_server(kind, Places(self))
            self.time = VirtualTime(self._env) if kind == "test" else RealTime()
        return self._env.client

    async def activity_done(self, at: str) -> None:
        if self._world:
            await self._world.activity_done(at)

    async def is_cancelling(self, info: activity.Info) -> bool:
        return self._world is not None and await self._world.is_cancelling(info)

    def run_ends(self) -> None:
        self.time.hold_at_once()

    def make_worker(self, packages: Packages, name: str, client: Client) -> Worker:
        """The worker as a package makes it."""
        worker: Worker = packages.module(name, "worker").worker(client)
        return worker

    async def _put_away(self, packages: Packages) -> None:
        for worker in self._workers:
            await worker.shutdown()
        await asyncio.gather(*self._running)
        packages.unload()
        self.packages, self._workers, self._running = None, [], []

    async def facts(self, client: Client, handle: WorkflowHandle[Any, Any], stage: Stage) -> Json:
        """What the finished run has to tell."""
        await self.time.let_go()
        try:
            await wait_for(handle)
        finally:
            if self._world:
                await self._world.end()
            under_way.clear()
        runs = [told async for told in facts_of(client, handle.id, str(handle.first_execution_run_id))]
        return {"runs": runs, "calls": [asdict(call) for call in stage.calls]}


async def start(client: Client, packages: Packages, job: Json) -> WorkflowHandle[Any, Any]:
    """Start a run with whatever the scenario gives it, valid or not."""
    name = packages.names[0]
    shared = packages.module(name, "shared")
    return await client.start_workflow(
        name,
        args=job["arguments"],
        id=f"{name}-{uuid4()}",
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
        raise Stuck(handle.id) from None


def _place() -> Place:
    return Place(address.get())


if __name__ == "__main__":
    player = Player()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)  # the SDK's bridge can abort an orderly exit (sdk-python#300)
