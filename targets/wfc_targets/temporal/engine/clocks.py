"""How time passes on the two servers that can play scenarios: skipped, or waited for."""

import asyncio
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Thread

from temporalio import activity
from temporalio.api.testservice.v1 import LockTimeSkippingRequest, SleepRequest, UnlockTimeSkippingRequest
from temporalio.client import Client
from temporalio.exceptions import TimeoutError as AttemptTimeout
from temporalio.exceptions import TimeoutType
from temporalio.testing import WorkflowEnvironment

_OVERHEAD = 0.05
"""Seconds that a call takes beyond its script; without it a step as long as its promise would come too late."""
PATIENCE = timedelta(minutes=5)
"""For a call of the server that waits until something has happened; otherwise it would give up after 30 seconds."""
FAR = timedelta(days=730)


class VirtualTime:
    """Lets time pass on the test server, which skips it unless somebody holds it: every running activity does.

    Between runs it must be held: an idle server skips ten years, to when some run of the past would have timed out.
    A stub that outlives its timeout ends at it, with the failure the server would report. To let the server's own
    timer fire during such a sleep leaves its lock count wrong for good (measured with test server 1.40).
    """

    def __init__(self, env: WorkflowEnvironment) -> None:
        self._env = env
        self._by_hand = ExitStack()
        self._by_hand.enter_context(env.auto_time_skipping_disabled())
        self._loop = asyncio.get_running_loop()
        self._aside = asyncio.new_event_loop()
        self._client: Client | None = None
        Thread(target=self._aside.run_forever, daemon=True).start()

    def close(self) -> None:
        """The server is about to stop."""
        self._aside.call_soon_threadsafe(self._aside.stop)

    async def sleep_async(self, seconds: float) -> None:
        """Of an activity."""
        limit, kind = await self._limit()
        within = min(seconds, limit) - _OVERHEAD
        if within > 0:
            await self.pass_by(within)
        if seconds > limit and kind == TimeoutType.SCHEDULE_TO_CLOSE:
            await asyncio.sleep(2 * _OVERHEAD)  # a deadline comes by the server's own timer, not an instant before
        if seconds > limit:
            raise AttemptTimeout("timed out", type=kind, last_heartbeat_details=[])

    async def _limit(self) -> tuple[float, TimeoutType]:
        info = activity.info()
        attempt = (info.start_to_close_timeout or timedelta.max).total_seconds()
        if info.schedule_to_close_timeout is None:
            return attempt, TimeoutType.START_TO_CLOSE
        # The server caps the attempt's timeout by the whole one; its clocks differ by a millisecond either way.
        gone = max(await self._env.get_current_time() - info.scheduled_time, timedelta())
        whole = (info.schedule_to_close_timeout - gone).total_seconds()
        # The server caps the time of an attempt by that of all of them, and measures it from a little later.
        is_capped = attempt > whole - 1
        return (whole, TimeoutType.SCHEDULE_TO_CLOSE) if is_capped else (attempt, TimeoutType.START_TO_CLOSE)

    def sleep(self, seconds: float) -> None:
        """Of an activity in a thread."""
        if seconds:
            asyncio.run_coroutine_threadsafe(self.sleep_async(seconds), self._loop).result()

    async def hold(self) -> None:
        """Let time stand still until it is let go again, as often as it is held."""
        await self._env.client.test_service.lock_time_skipping(LockTimeSkippingRequest())

    async def let_go(self) -> None:
        """The end of what `hold` began."""
        await self._env.client.test_service.unlock_time_skipping(UnlockTimeSkippingRequest())

    async def pass_by(self, seconds: float) -> None:
        """Let so much time pass, while it is held."""
        if seconds > 0:
            request = SleepRequest()
            request.duration.FromTimedelta(timedelta(seconds=seconds))
            await self._env.client.test_service.unlock_time_skipping_with_sleep(request, timeout=PATIENCE)

    async def is_far_ahead(self) -> bool:
        """Has so much time been skipped that an instant of a spec may have passed?"""
        now: datetime = await self._env.get_current_time()
        return now - datetime.now(UTC) > FAR

    def hold_at_once(self) -> None:
        """For a workflow, which cannot wait: by a thread and a connection of its own."""
        asyncio.run_coroutine_threadsafe(self._hold_aside(), self._aside).result()

    async def _hold_aside(self) -> None:
        if self._client is None:
            self._client = await Client.connect(self._env.client.service_client.config.target_host)
        await self._client.test_service.lock_time_skipping(LockTimeSkippingRequest())


class RealTime:
    """On the dev server time passes by itself."""

    def close(self) -> None:
        pass

    async def sleep_async(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def hold(self) -> None:
        pass

    async def let_go(self) -> None:
        pass

    def hold_at_once(self) -> None:
        pass

    async def pass_by(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
