"""Plays struck runs on the dev server; runs in the engine's environment, started by path, asked in JSON lines.

Several crews work at once, each in a namespace and with processes of its own, so that a death concerns one run only.
The answer has for each run what the server's history and the ledger tell.
"""

import asyncio
import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, final

from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.service import RPCError

from tests.faults.ledger import begin_play, count_deliveries, is_busy, is_struck, open_ledger, told
from tests.faults.on_temporal.crew import Crew
from tests.faults.on_temporal.server import NAMESPACES, Server
from tests.faults.on_temporal.worker import Post, connect
from wfc.scenario.journal import Json
from wfc.scenario.serve import serve
from wfc_targets.temporal.engine.facts import facts_of

LONGEST = 300
"""Real seconds after which a run counts as lost."""
AFTERWARDS = 30
"""Real seconds for handlers that have been given up."""
Working: TypeAlias = asyncio.Task[list[Json]]
"""A crew with its plays."""

TASK_TIMEOUT = timedelta(seconds=2)
"""So long a worker may take to say how a run goes on; 10 s by default, which is what its death then costs."""


@final
class Player:
    """A server and a ledger for all jobs."""

    def __init__(self, home: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self._home = home
        self._ledger = home / "ledger.db"
        self._server = Server(home / "server.db")
        open_ledger(self._ledger)

    def play(self, job: Json) -> Json:
        """A job is a list of plays for each crew; the answer is what is told of each."""
        return self.loop.run_until_complete(self._play(job))

    def close(self) -> None:
        """Stop the server."""
        self.loop.run_until_complete(self._server.stop())

    async def _play(self, job: Json) -> Json:
        if not self._server.address:
            await self._server.start()
        async with asyncio.TaskGroup() as all_crews:
            crews = zip(NAMESPACES, job["crews"], strict=False)
            working = [all_crews.create_task(self._work(namespace, crew)) for namespace, crew in crews]
            if job["meanwhile"] == "restart":
                await self._all_struck([play["run"] for crew in job["crews"] for play in crew["plays"]], working)
                await self._server.stop()
                await self._server.start()
        return [[one | told(self._ledger, one["run"]) for one in crew.result()] for crew in working]

    async def _all_struck(self, runs: list[str], working: list[Working]) -> None:
        """Until every run has come to its point; a crew that is done by then has missed its own."""
        while not all(is_struck(self._ledger, run) for run in runs) and not any(crew.done() for crew in working):
            await asyncio.sleep(0.1)

    async def _all_over(self, run: str) -> None:
        """Until the handlers have ended that the run has given up; one that was cancelled never does."""
        with suppress(TimeoutError):
            async with asyncio.timeout(AFTERWARDS):
                while is_busy(self._ledger, run):
                    await asyncio.sleep(0.1)

    async def _work(self, namespace: str, job: Json) -> list[Json]:
        """One play after another."""
        client = await connect(self._server.address, namespace)
        with TemporaryDirectory(dir=self._home) as folder, Crew(self._post(namespace, job, Path(folder))) as crew:
            playing = asyncio.create_task(self._play_all(client, job))
            try:
                await asyncio.wait({playing, crew.broken}, return_when=asyncio.FIRST_COMPLETED)
                return crew.broken.result() if crew.broken.done() else playing.result()
            finally:
                playing.cancel()

    async def _play_all(self, client: Client, job: Json) -> list[Json]:
        return [await self._one(client, job["packages"][0], play) for play in job["plays"]]

    def _post(self, namespace: str, job: Json, folder: Path) -> Post:
        for path, text in job["files"].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        return Post(
            server=self._server.address,
            namespace=namespace,
            packages=tuple(job["packages"]),
            folders=(str(folder), *job["roots"]),
            operations=job["plays"][0]["cast"]["operations"],
            ledger=self._ledger,
            at_once=job["at_once"],
        )

    async def _one(self, client: Client, package: str, play: Json) -> Json:
        run = play["run"]
        begin_play(self._ledger, run, play["cast"], play["fault"])
        handle: WorkflowHandle[Any, Any] = await client.start_workflow(
            package, args=play["arguments"], id=run, task_queue=package, task_timeout=TASK_TIMEOUT
        )
        has_ended = await _has_ended(handle)
        at_end = count_deliveries(self._ledger, run)
        if play["fault"].startswith("late"):
            await self._all_over(run)
        runs = [one async for one in facts_of(client, run, str(handle.first_execution_run_id))] if has_ended else []
        return {"run": run, "struck": is_struck(self._ledger, run), "at_end": at_end, "runs": runs}


async def _has_ended(handle: WorkflowHandle[Any, Any]) -> bool:
    """Before anybody's patience does."""
    try:
        await asyncio.wait_for(_end_of(handle), LONGEST)
    except TimeoutError:
        await handle.terminate("lost")
        return False
    return True


async def _end_of(handle: WorkflowHandle[Any, Any]) -> None:
    """Well or not, and also when the server is away meanwhile."""
    while True:
        try:
            await handle.result()
        except WorkflowFailureError:
            return
        except RPCError:
            await asyncio.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    with TemporaryDirectory(prefix="wfc-faults-") as home:
        player = Player(Path(home))
        serve(player.play)
        player.close()
    sys.stdout.flush()
    os._exit(0)  # the SDK's bridge can abort an orderly exit (sdk-python#300)
