"""Branches and bodies: run them at once, and go on when all have settled (P1, P2, O7)."""

from collections.abc import Callable, Coroutine, Iterator
from typing import TypeAlias

from wfc.interpret.clock import Pause
from wfc.interpret.endings import Done, Ended, Stopped
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame
from wfc.ir.nodes import Block, ForEach, Parallel
from wfc.scenario.journal import Failure

Walk: TypeAlias = Callable[[Frame, Block], Coroutine[Pause, None, Ended]]
"""Runs the nodes of a block to its end."""


async def run_parallel(frame: Frame, node: Parallel, walk: Walk) -> Ended:
    """All branches at once. What succeeded in them can be read afterwards."""
    inner = [frame.branch() for _ in node.branches]
    tasks = [
        frame.run.world.clock.start(_settle(walk(within, branch)))
        for within, branch in zip(inner, node.branches, strict=True)
    ]
    settled = [await task for task in tasks]
    for within in inner:
        frame.outputs.update(within.outputs)
    joined = _join(settled)
    if isinstance(joined, Failure):
        return joined
    return Done({branch.name: output for branch, output in zip(node.branches, joined, strict=True)})


async def run_for_each(frame: Frame, node: ForEach, walk: Walk) -> Ended:
    """The body for each item, in their order, so many at once as allowed."""
    run, address = frame.run, frame.address(node.id)
    try:
        items = list(evaluate(node.items, scope_of(frame, node.id)))
    except ExpressionFailed as error:
        return refuse(run, address, "ExpressionError", str(error))
    run.elements[address] = len(items)
    settled: dict[int, Ended | None] = {}
    waiting = iter(range(len(items)))

    async def work_off(indexes: Iterator[int]) -> None:
        for index in indexes:
            settled[index] = await _settle(walk(frame.element(index, items[index]), node.body))

    workers = min(len(items), node.max_concurrency or len(items))
    tasks = [run.world.clock.start(work_off(waiting)) for _ in range(workers)]
    for task in tasks:
        await task
    joined = _join([settled[index] for index in range(len(items))])
    return joined if isinstance(joined, Failure) else Done(joined)


async def _settle(walking: Coroutine[Pause, None, Ended]) -> Ended | None:
    """What came of a block; None when it was stopped."""
    try:
        return await walking
    except Stopped:
        return None


def _join(settled: list[Ended | None]) -> Failure | list[object]:
    """The outputs of all, or the failure that counts. Raises Stopped when any of them was stopped."""
    if None in settled:
        raise Stopped
    failures = [one for one in settled if isinstance(one, Failure)]
    late = [failure for failure in failures if failure.type == "Deadline"]
    if failures:
        return (late or failures)[0]
    return [one.output for one in settled if isinstance(one, Done)]
