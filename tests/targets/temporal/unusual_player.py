"""A runner for what no scenario asks for: a cancel request, a worker without a cache, a replay of the history.

Runs in the engine's environment. A job may have `cancel_at` (an address: the request comes while it is being called)
and `uncached`. The answer's `replay` says what was wrong with replaying the history, mostly nothing.
"""

import asyncio
import os
import sys
from functools import partial
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, Worker

from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc.scenario.stage import Stage
from wfc_targets.temporal.engine.packages import Package
from wfc_targets.temporal.engine.places import address
from wfc_targets.temporal.engine.runner import Player


class UnusualPlayer(Player):
    job: Json
    handle: WorkflowHandle[Any, Any] | None = None

    def play(self, job: Json) -> Json:
        self.job, self.handle = job, None
        return super().play(job)

    def make_worker(self, package: Package, client: Client) -> Worker:
        if self.job.get("uncached"):
            package.module("worker").Worker = partial(Worker, max_cached_workflows=0)
        return super().make_worker(package, client)

    async def facts(self, handle: WorkflowHandle[Any, Any], stage: Stage) -> Json:
        if at := self.job.get("cancel_at"):
            self._cancel_at(at, handle, stage)
        told = await super().facts(handle, stage)
        return {**told, "replay": await self._replay(handle)}

    def _cancel_at(self, at: str, handle: WorkflowHandle[Any, Any], stage: Stage) -> None:
        """Every call sleeps, if only for no time: the one at `at` asks for the end of the run first."""
        waits = stage.sleep_async

        async def cancel_and_sleep(seconds: float) -> None:
            if address.get() == at:
                await handle.cancel()
                await _until_heard(handle)
            await waits(seconds)

        def cancel_and_sleep_in_a_thread(seconds: float) -> None:
            asyncio.run_coroutine_threadsafe(cancel_and_sleep(seconds), self.loop).result()

        stage.sleep, stage.sleep_async = cancel_and_sleep_in_a_thread, cancel_and_sleep

    async def _replay(self, handle: WorkflowHandle[Any, Any]) -> str:
        """What is wrong with replaying the history on the code that made it."""
        assert self.package
        module = self.package.module("workflows")
        workflow = next(one for one in vars(module).values() if hasattr(one, "__temporal_workflow_definition"))
        replayer = Replayer(workflows=[workflow], data_converter=pydantic_data_converter)
        history = await handle.fetch_history()
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        return str(result.replay_failure or "")


async def _until_heard(handle: WorkflowHandle[Any, Any]) -> None:
    """The workflow has answered the request. (The test server cannot cope with an activity that ends meanwhile.)"""
    heard: list[EventType.ValueType] = []
    while EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED not in heard:
        types = [event.event_type for event in (await handle.fetch_history()).events]
        heard = types[types.index(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED) :]


if __name__ == "__main__":
    player = UnusualPlayer()
    serve(player.play)
    player.close()
    sys.stdout.flush()
    os._exit(0)
