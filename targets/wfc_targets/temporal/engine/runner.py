"""Plays scenarios on generated packages; runs in the engine's environment, started by path, asked in JSON lines.

One server and one event loop live as long as the process. Workers are kept while the packages stay the same.
"""

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.spelling import without_indexes
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.temporal.engine.clocks import RealTime, VirtualTime
from wfc_targets.temporal.engine.facts import facts_of, leaves_time_held
from wfc_targets.temporal.engine.packages import Packages
from wfc_targets.temporal.engine.places import Places, address, held_back, under_way
from wfc_targets.temporal.engine.servers import start_server
from wfc_targets.temporal.engine.world import World

LONGEST = 60
"""Real seconds after which a run counts as stuck."""


class Stuck(Exception):
    """A run does not end; this process has to."""


class Player:
    """The server, and the workers of the packages played last."""

    patience: float = LONGEST

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.packages: Packages | None = None
        self.time: VirtualTime | RealTime = RealTime()
        self._world: World | None = None
        self._cast: Json = None
        self._env: WorkflowEnvironment | None = None
        self._workers: list[Worker] = []
        self._running: list[asyncio.Task[None]] = []

    def play(self, job: Json) -> Json:
        """One job to its facts. Behind a run that hangs nothing else can be played."""
        return self.loop.run_until_complete(self._in_time(job))

    def close(self) -> None:
        """Stop the server."""
        self.loop.run_until_complete(asyncio.wait_for(self._stop(), LONGEST))

    async def _stop(self) -> None:
        if self._env:
            self.time.close()
            await self._env.shutdown()
            self._env = None

    async def _in_time(self, job: Json) -> Json:
        playing = asyncio.create_task(self._play(job))
        await asyncio.wait({playing}, timeout=self.patience)
        if not playing.done():
            raise Stuck(job["packages"][0])
        return playing.result()

    async def _play(self, job: Json) -> Json:
        client = await self._client()
        if self.packages and not self.packages.is_for(job["files"], job["roots"]):
            await self._put_away(self.packages)
        packages = self.packages or Packages(job["packages"], job["files"], job["roots"])
        stage = Stage(cast=job["cast"], place=_place, sleep=self.time.sleep, sleep_async=self.time.sleep_async)
        self._cast = job["cast"]
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
            told = await self.facts(client, handle, stage)
        if isinstance(self.time, VirtualTime) and (leaves_time_held(told) or await self.time.is_far_ahead()):
            await self._put_away(packages)
            await self._stop()
        return told

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

    def time_for(self, at: str, timeout: timedelta) -> timedelta:
        """The hour of a step without a timeout is made as long as all that the spec does name."""
        is_named = self._cast["roles"][without_indexes(at)]["timeout"] is not None
        return timeout if is_named else timeout * self._cast["time_scale"]

    def child_is_asked(self, id: str) -> None:
        if self._world:
            self.time.hold_at_once()
            self.loop.call_soon_threadsafe(self._world.wait_until_heard, id)

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
        with suppress(WorkflowFailureError):  # its history says how it has ended
            await handle.result()
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


def _place() -> Place:
    return Place(address.get())


if __name__ == "__main__":
    player = Player()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)  # the SDK's bridge can abort an orderly exit (sdk-python#300)
