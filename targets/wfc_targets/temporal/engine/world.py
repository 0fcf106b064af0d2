"""The world outside a run: it decides approvals, sends events and asks to cancel, at the scenario's times."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from temporalio import activity
from temporalio.api.enums.v1 import EventType, PendingActivityState
from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.service import RPCError

from wfc.scenario.model import Answer
from wfc.scenario.stage import Stage
from wfc_targets.temporal.engine.clocks import RealTime, VirtualTime
from wfc_targets.temporal.engine.places import under_way

GONE = (RPCError, WorkflowUpdateFailedError)
"""What it is told who speaks to a run that has ended, or that does not want to hear it."""
_MOMENT = 0.005


class World:
    """What happens to one run. While something happens, the server's time stands still."""

    def __init__(
        self, client: Client, handle: WorkflowHandle[Any, Any], stage: Stage, time: VirtualTime | RealTime
    ) -> None:
        self._client, self._handle, self._stage, self._time = client, handle, stage, time
        self._tasks: list[asyncio.Task[None]] = []
        self._left = 0
        self._over = False

    async def begin(self) -> None:
        """Right after the run has been started, before its time flows."""
        if events := self._stage.events():
            await self._let_happen(self._send(events))
        if (cancel := self._stage.cast["cancel"]) is not None:
            await self._let_happen(self._cancel(self._stage.seconds(cancel)))

    async def activity_done(self, address: str) -> None:
        """Behind a notice the window of its approval opens."""
        approval, _, role = address.rpartition(":")
        if role == "notify" and (answer := self._stage.answer(approval)):
            await self._let_happen(self._decide(approval, answer))

    def wait_until_heard(self, child: str) -> None:
        """For a called workflow to be asked to cancel time has been held: the test server is a little late with it."""
        self._begin(self._let_hear(child))

    async def is_cancelling(self, info: activity.Info) -> bool:
        """Has the activity's workflow asked it to cancel?"""
        described = await self._client.get_workflow_handle(str(info.workflow_id)).describe()
        states = {one.activity_id: one.state for one in described.raw_description.pending_activities}
        return bool(states.get(info.activity_id) == PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED)

    async def end(self) -> None:
        """Nothing is left to happen: in virtual time because it has happened, else because nobody waits for it."""
        if isinstance(self._time, RealTime):
            for task in self._tasks:
                task.cancel()
        if self._left:
            self._over = True
            await self._time.let_go()
        await asyncio.gather(*self._tasks, return_exceptions=isinstance(self._time, RealTime))

    async def _let_happen(self, work: Coroutine[Any, Any, None]) -> None:
        await self._time.hold()
        self._begin(work)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._left += 1
        self._tasks.append(asyncio.create_task(self._happen(work)))

    async def _happen(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._left -= 1
            if self._left or not self._over:  # behind the last, time stands still as before the run
                await self._time.let_go()

    async def _cancel(self, after: float) -> None:
        await self._time.pass_by(after)
        with suppress(RPCError):
            await self._handle.cancel()
            await until_heard(self._handle)

    async def _let_hear(self, child: str) -> None:
        with suppress(RPCError):
            await until_heard(self._client.get_workflow_handle(child))

    async def _send(self, events: list[Any]) -> None:
        gone = 0.0
        for event in events:
            at = self._stage.seconds(event.after)
            await self._time.pass_by(at - gone)
            gone = at
            for id in dict.fromkeys((self._handle.id, *under_way)):
                with suppress(RPCError):
                    arguments = [event.name, event.correlate, event.payload]
                    await self._client.get_workflow_handle(id).signal("event", args=arguments)

    async def _decide(self, approval: str, answer: Answer) -> None:
        path, _, step = approval.rpartition("/")
        handle = self._client.get_workflow_handle("/".join(filter(None, (self._handle.id, path))))
        decision = {"decision": answer.decision, "by": answer.by, "comment": answer.comment, "data": answer.data}
        await _until_open(handle, step)
        await self._time.pass_by(self._stage.seconds(answer.after))
        with suppress(*GONE):
            await handle.execute_update("decide", args=[step, decision])


async def _until_open(handle: WorkflowHandle[Any, Any], approval: str) -> None:
    """The run has heard that the notice is out; or it has ended, since it was asked to cancel meanwhile."""
    with suppress(RPCError):
        while handle.id in under_way and approval not in await handle.query("approvals"):
            await asyncio.sleep(_MOMENT)


async def until_heard(handle: WorkflowHandle[Any, Any]) -> None:
    """The workflow has answered the request. (The test server cannot cope with an activity that ends meanwhile.)"""
    heard: list[EventType.ValueType] = []
    types: list[EventType.ValueType] = []
    while EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED not in heard and not _ENDS & {*types}:
        await asyncio.sleep(_MOMENT)
        types = [event.event_type for event in (await handle.fetch_history()).events]
        # A request that comes during a workflow task stands in the history behind it.
        asked = types.index(_ASKED) if _ASKED in types else len(types)
        heard = types[asked:]


_ENDS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
}
_ASKED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED
