"""A worker process of one generated package, as a deployment would have several; it may die at any moment.

Started by `crew`, which has this module imported beforehand: a new process then is there in an instant.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import final

from temporalio import activity
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import UnsandboxedWorkflowRunner

from tests.faults.ledger import LedgerStage, Scene, die
from wfc.scenario.journal import Json
from wfc.scenario.stub import on_stage
from wfc_targets.temporal.engine.places import Listener, Places, address

STALE = timedelta(seconds=0.2)
"""So long the server keeps a run for the worker that has it in its cache; 10 s by default, which is only slower."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a worker process must know: the packages (the workflow's own and those it calls) and where all else is.

    `at_once`: so many attempts a process makes at the same time.
    """

    server: str
    namespace: str
    packages: tuple[str, ...]
    folders: tuple[str, ...]
    operations: Json
    ledger: Path
    at_once: int


@final
class Nobody(Listener):
    """Hears of what happens in a worker, and does nothing: here no world outside takes part."""

    async def activity_done(self, at: str) -> None:
        pass

    async def is_cancelling(self, _info: activity.Info) -> bool:
        return False

    def run_ends(self) -> None:
        pass

    def time_for(self, _at: str, timeout: timedelta) -> timedelta:
        return timeout

    def child_is_asked(self, id: str) -> None:
        pass


async def connect(server: str, namespace: str) -> Client:
    """A client that tells activities at which address they run."""
    places = [Places(Nobody())]
    return await Client.connect(
        server, namespace=namespace, data_converter=pydantic_data_converter, interceptors=places
    )


def work(post: Post) -> None:
    """Until killed, or until the player is no more."""
    Thread(target=_go_with, args=(parent_process(),), daemon=True).start()
    sys.path += post.folders
    stage = LedgerStage(file=post.ledger, cast={"operations": post.operations}, scene=_scene)
    with on_stage(stage):
        asyncio.run(_work(post))


def _go_with(player: BaseProcess | None) -> None:
    if player:
        player.join()
    die()


async def _work(post: Post) -> None:
    client = await connect(post.server, post.namespace)
    modules = [import_module(f"{package}.worker") for package in post.packages]
    for module in modules:
        module.Worker = partial(
            module.Worker,
            sticky_queue_schedule_to_start_timeout=STALE,
            max_concurrent_activities=post.at_once,
            # On a busy machine an attempt handed over early can be lost on its way: that is a death nobody has ordered.
            disable_eager_activity_execution=True,
            workflow_runner=UnsandboxedWorkflowRunner(),  # the sandbox only finds mistakes, and costs most of the time
        )
        await module.ensure_search_attributes(client)
    await asyncio.gather(*(module.worker(client).run() for module in modules))


def _scene() -> Scene:
    return Scene(activity.info().workflow_id.partition("/")[0], address.get())
