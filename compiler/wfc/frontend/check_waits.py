"""Check the arguments of words about waiting together; see `check_arguments`."""

from collections.abc import Iterator

import wfc as spec
from wfc.durations import parse_duration
from wfc.frontend.instants import HOW_TO_WRITE, normal_instant
from wfc.frontend.mistakes import Mistake


def check_wait(wait: "spec.Wait") -> Iterator[Mistake]:
    """One of two, and an instant that is one."""
    if (wait.duration is None) == (wait.until is None):
        said = "neither `duration` nor `until`" if wait.until is None else "both `duration` and `until`"
        yield Mistake("until", f"this `Wait` has {said}", "give it one of them")
    elif isinstance(wait.until, str) and normal_instant(wait.until) is None:
        yield Mistake("until", f"`until`: {wait.until!r} is not an instant", HOW_TO_WRITE)


def check_approval(approval: "spec.Approval") -> Iterator[Mistake]:
    """Edges that can happen, and a reminder in time."""
    if approval.on_success is not None and approval.on_approved is not None:
        message = "`on_success` and `on_approved` of an `Approval` both say where it goes on"
        yield Mistake("on_success", message, "write one of them; `on_success` may ask `output.decision`")
    window = milliseconds_of(approval.timeout)
    if approval.timeout is None and approval.on_timeout is not None:
        message = "an `Approval` without `timeout` waits for ever, so `on_timeout` never happens"
        yield Mistake("on_timeout", message, "give it a `timeout`, or leave `on_timeout` out")
    reminded = None if approval.remind is None else approval.remind.after
    after = milliseconds_of(reminded)
    if window is not None and after is not None and after >= window:
        message = f"the reminder after {reminded} comes too late for a window of {approval.timeout}"
        yield Mistake("remind", message, "remind earlier, or wait longer")


def check_poll(poll: "spec.Poll") -> Iterator[Mistake]:
    """Polls that take place."""
    for name in ("every", "timeout"):
        if milliseconds_of(getattr(poll, name)) == 0:
            yield Mistake(name, f"`{name}` of `Poll` cannot be zero", "give it time")
            return
    every, timeout = milliseconds_of(poll.every), milliseconds_of(poll.timeout)
    if every is not None and timeout is not None and every >= timeout:
        message = f"a poll every {poll.every} never comes a second time within {poll.timeout}"
        yield Mistake("every", message, "poll more often, or for longer")


def milliseconds_of(written: object) -> int | None:
    """A duration as it was written; None for what is none, which is told where it is read."""
    read = parse_duration(written)
    return read if isinstance(read, int) else None
