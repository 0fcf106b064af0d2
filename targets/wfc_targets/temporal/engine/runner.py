"""Plays scenarios on generated packages; runs in the engine's environment, started by path, asked in JSON lines.

One server and one event loop live as long as the process. A worker is kept while the package stays the same.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module, invalidate_caches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage
from wfc_targets.temporal.engine.places import address
from wfc_targets.temporal.engine.servers import RealTime, VirtualTime, start_server

_LONGEST = 30
"""Real seconds after which a run counts as stuck."""


class Player:
    """The server, and the worker of the package played last."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._kind = os.environ.get("WFC_TEMPORAL_SERVER", "test")
        self._env: WorkflowEnvironment | None = None
        self._time: VirtualTime | RealTime = RealTime()
        self._worker: Worker | None = None
        self._running: asyncio.Task[None] | None = None
        self._known: Json = None
        self._folder: TemporaryDirectory[str] | None = None

    def play(self, job: Json) -> Json:
        """One job to its facts."""
        return self._loop.run_until_complete(self._play(job))

    def close(self) -> None:
        """Stop the server."""
        if self._env:
            self._loop.run_until_complete(self._env.shutdown())

    async def _play(self, job: Json) -> Json:
        env = await self._server()
        stage = Stage(cast=job["cast"], place=_place, sleep=self._time.sleep, sleep_async=self._time.sleep_async)
        for root in job["roots"]:
            if root not in sys.path:
                sys.path.append(root)
        with on_stage(stage):
            await self._take_up(env, job)
            return await _run(env, job, stage)

    async def _server(self) -> WorkflowEnvironment:
        if self._env is None:
            self._env = await start_server(self._kind)
            self._time = VirtualTime(self._env) if self._kind == "test" else RealTime()
        return self._env

    async def _take_up(self, env: WorkflowEnvironment, job: Json) -> None:
        """Have a worker of the job's package running."""
        wanted = (job["files"], job["roots"])
        if self._known == wanted:
            return
        if self._worker and self._running:
            await self._worker.shutdown()
            await self._running
        if self._folder:
            _forget(self._folder.name)
            self._folder.cleanup()
        if self._known and self._known[1] != job["roots"]:
            for root in self._known[1]:
                _forget(root)
            sys.path[:] = [*(one for one in sys.path if one not in self._known[1]), *job["roots"]]
        self._folder = TemporaryDirectory(prefix="wfc-temporal-")
        _write(Path(self._folder.name), job["files"])
        sys.path.append(self._folder.name)
        invalidate_caches()
        worker: Worker = import_module(f"{job['package']}.worker").worker(env.client)
        self._worker, self._running, self._known = worker, asyncio.create_task(worker.run()), wanted


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def _forget(folder: str) -> None:
    """Unload what was imported from a folder."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(folder):
            del sys.modules[name]
    sys.path[:] = [path for path in sys.path if path != folder]


def _place() -> Place:
    return Place(address.get())


async def _run(env: WorkflowEnvironment, job: Json, stage: Stage) -> Json:
    shared = import_module(f"{job['package']}.shared")
    handle = await env.client.start_workflow(
        job["package"],
        args=job["arguments"],
        id=f"{job['package']}-{uuid4()}",
        task_queue=shared.TASK_QUEUE,
        search_attributes=shared.SEARCH_ATTRIBUTES,
    )
    with suppress(WorkflowFailureError):  # the history says it, too
        await asyncio.wait_for(handle.result(), _LONGEST)
    return await _facts(handle, stage, promises=hasattr(shared, "SLA_BREACHED"))


async def _facts(handle: WorkflowHandle[Any, Any], stage: Stage, *, promises: bool) -> Json:
    run = f"{handle.id}/{handle.first_execution_run_id}"
    history = (await handle.fetch_history()).to_json_dict()
    steps = await handle.query("steps")
    breaches = await handle.query("sla_breaches") if promises else []
    return {
        "run": run,
        "history": history,
        "steps": steps,
        "sla_breaches": breaches,
        "calls": stage.journal_calls(run),
    }


if __name__ == "__main__":
    player = Player()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)  # the SDK's bridge can abort an orderly exit (sdk-python#300)
