"""A runner for what no scenario asks for: a cancel request, a worker without a cache, a replay of the history.

Runs in the engine's environment. A job may have `cancel_at` (an address: the request comes while it is being called),
`hangs_at` (its call never ends) and `uncached`. The answer's `replay` says what was wrong with replaying the history,
mostly nothing.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.stage import Stage
from wfc_targets.temporal.engine.packages import Packages
from wfc_targets.temporal.engine.places import address
from wfc_targets.temporal.engine.runner import LONGEST, Player
from wfc_targets.temporal.engine.world import until_heard


class UnusualPlayer(Player):
    job: Json
    handle: WorkflowHandle[Any, Any] | None = None

    def play(self, job: Json) -> Json:
        self.job, self.handle = job, None
        self.patience = 5 if "hangs_at" in job else LONGEST
        return super().play(job)

    def make_worker(self, packages: Packages, name: str, client: Client) -> Worker:
        if self.job.get("uncached"):
            packages.module(name, "worker").Worker = partial(Worker, max_cached_workflows=0)
        return super().make_worker(packages, name, client)

    async def facts(self, client: Client, handle: WorkflowHandle[Any, Any], stage: Stage) -> Json:
        if at := self.job.get("cancel_at"):
            self._before(at, partial(_cancel, handle), stage)
        if at := self.job.get("hangs_at"):
            self._before(at, asyncio.Event().wait, stage)
        told = await super().facts(client, handle, stage)
        ids = (run["run"].rpartition("/")[0] for run in told["runs"])
        replays = [await self._replay(client.get_workflow_handle(id)) for id in ids]
        return {**told, "replay": "".join(replays)}

    def _before(self, at: str, work: Callable[[], Awaitable[object]], stage: Stage) -> None:
        """Every call sleeps, if only for no time: the one at `at` does something else first."""
        waits = stage.sleep_async

        async def work_and_sleep(seconds: float) -> None:
            if address.get() == at:
                await work()
            await waits(seconds)

        def work_and_sleep_in_a_thread(seconds: float) -> None:
            asyncio.run_coroutine_threadsafe(work_and_sleep(seconds), self.loop).result()

        stage.sleep, stage.sleep_async = work_and_sleep_in_a_thread, work_and_sleep

    async def _replay(self, handle: WorkflowHandle[Any, Any]) -> str:
        """What is wrong with replaying the history on the code that made it."""
        assert self.packages
        modules = [self.packages.module(name, "workflows") for name in self.packages.names]
        workflows = [
            one for module in modules for one in vars(module).values() if hasattr(one, "__temporal_workflow_definition")
        ]
        replayer = Replayer(workflows=workflows, data_converter=pydantic_data_converter)
        history = await handle.fetch_history()
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        return str(result.replay_failure or "")


async def _cancel(handle: WorkflowHandle[Any, Any]) -> None:
    await handle.cancel()
    await until_heard(handle)


if __name__ == "__main__":
    player = UnusualPlayer()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)
