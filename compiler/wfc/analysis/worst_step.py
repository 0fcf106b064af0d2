"""How long one step or one wait may take at worst."""

from dataclasses import replace

from wfc.analysis.bounds import Bound, known, summed, unknown, worst_of
from wfc.durations import spell_duration
from wfc.ir.nodes import Approval, Poll, Step, Wait


def worst_of_step(step: Step) -> Bound:
    """All attempts and delays of a step, and all its polls."""
    once = worst_of(step.id, step.retry, step.timeout)
    if step.poll is None:
        return once
    took = spell_duration(once.total)
    until = step.poll.timeout + once.total  # the last poll may begin just in time
    line = f"polls for {spell_duration(step.poll.timeout)}, the last takes {took}"
    counted = until if step.poll.max_polls is None else _counted(step.poll, once)
    if counted < until:
        line = f"{step.poll.max_polls} polls of {took}, {spell_duration(step.poll.every)} between them"
    total = min(until, counted)
    return replace(once, total=total, lines=(f"{step.id:<20} {line} = {spell_duration(total)}",))


def _counted(poll: Poll, once: Bound) -> int:
    most = poll.max_polls or 1
    return most * once.total + (most - 1) * poll.every


def worst_wait(node: Wait) -> Bound:
    """A timer."""
    if isinstance(node.duration, int):
        return known(node.id, node.duration)
    return unknown(f"`{node.id}`, which waits for as long or until when it is told")


def worst_approval(node: Approval) -> Bound:
    """Asking, and the window."""
    asking = worst_of(f"{node.id}:notify", node.retry, node.notify_timeout)
    return summed((asking, worst_window(node.id, node.timeout)))


def worst_window(name: str, timeout: int | None) -> Bound:
    """Waiting for somebody or something."""
    return unknown(f"`{name}`, which may wait for ever") if timeout is None else known(name, timeout)
