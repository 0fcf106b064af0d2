"""Check the arguments of one word together: `Wait` takes one of two, an escalation follows the promise it is about.

Each is known to be the kind of thing its place takes (`check_shape`); a duration that cannot be read is told where it
is read, and nothing is said here of what follows from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import final

import wfc as spec
from wfc.durations import parse_duration
from wfc.frontend.depth import DEEPEST, nested_too_deeply
from wfc.frontend.instants import HOW_TO_WRITE, normal_instant
from wfc.spec.record import Record

LONGEST_BRANCH_NAME = 64
_BRANCH = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


@final
@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with an argument, and what to do."""

    argument: str
    message: str
    help: str


def check_arguments(record: Record) -> Iterator[Mistake]:
    """What is wrong with the arguments of a record, seen together."""
    match record:
        case spec.Workflow():
            yield from _workflow(record)
        case spec.Parallel():
            yield from _parallel(record)
        case spec.ForEach() if not record.steps:
            yield Mistake("steps", "a `ForEach` without steps does nothing", "give it a body, or leave it out")
        case spec.Wait():
            yield from _wait(record)
        case spec.Approval():
            yield from _approval(record)
        case spec.Poll():
            yield from _poll(record)
        case spec.Sla():
            yield from _sla(record)
        case _:
            pass


def _workflow(workflow: "spec.Workflow") -> Iterator[Mistake]:
    last = workflow.after_compensation
    for name in () if last is None else ("on_success", "on_failure", "compensation", "sla", "poll"):
        if getattr(last, name) is not None:
            message = f"the step of `after_compensation` cannot have `{name}`"
            yield Mistake("after_compensation", message, "it is the last thing a run does: leave that out")
    if _milliseconds(workflow.deadline) == 0:
        yield Mistake("deadline", "a `deadline` of nothing lets no step begin", "give it time, or leave it out")
    for node in nested_too_deeply(workflow):
        message = f"`{node.id}` stands in more than {DEEPEST} branches and bodies inside each other"
        yield Mistake("steps", message, "make the inner ones a workflow of their own, and `Call` it")


def _parallel(parallel: "spec.Parallel") -> Iterator[Mistake]:
    if not parallel.branches:
        yield Mistake("branches", "a `Parallel` without branches does nothing", "give it branches, or leave it out")
    for name, steps in parallel.branches.items():
        if not _BRANCH.fullmatch(name) or len(name) > LONGEST_BRANCH_NAME:
            help = f"use letters, digits, `-` and `_`, a letter first, at most {LONGEST_BRANCH_NAME} characters"
            yield Mistake("branches", f"{name!r} is not the name of a branch", help)
        if not steps:
            yield Mistake("branches", f"the branch `{name}` has no steps", "give it steps, or leave it out")


def _wait(wait: "spec.Wait") -> Iterator[Mistake]:
    if (wait.duration is None) == (wait.until is None):
        said = "neither `duration` nor `until`" if wait.until is None else "both `duration` and `until`"
        yield Mistake("until", f"this `Wait` has {said}", "give it one of them")
    elif isinstance(wait.until, str) and normal_instant(wait.until) is None:
        yield Mistake("until", f"`until`: {wait.until!r} is not an instant", HOW_TO_WRITE)


def _approval(approval: "spec.Approval") -> Iterator[Mistake]:
    if approval.on_success is not None and approval.on_approved is not None:
        message = "`on_success` and `on_approved` of an `Approval` both say where it goes on"
        yield Mistake("on_success", message, "write one of them; `on_success` may ask `output.decision`")
    window = _milliseconds(approval.timeout)
    if approval.timeout is None and approval.on_timeout is not None:
        message = "an `Approval` without `timeout` waits for ever, so `on_timeout` never happens"
        yield Mistake("on_timeout", message, "give it a `timeout`, or leave `on_timeout` out")
    reminded = None if approval.remind is None else approval.remind.after
    after = _milliseconds(reminded)
    if window is not None and after is not None and after >= window:
        message = f"the reminder after {reminded} comes too late for a window of {approval.timeout}"
        yield Mistake("remind", message, "remind earlier, or wait longer")


def _poll(poll: "spec.Poll") -> Iterator[Mistake]:
    for name in ("every", "timeout"):
        if _milliseconds(getattr(poll, name)) == 0:
            yield Mistake(name, f"`{name}` of `Poll` cannot be zero", "give it time")
            return
    every, timeout = _milliseconds(poll.every), _milliseconds(poll.timeout)
    if every is not None and timeout is not None and every >= timeout:
        message = f"a poll every {poll.every} never comes a second time within {poll.timeout}"
        yield Mistake("every", message, "poll more often, or for longer")


def _sla(sla: "spec.Sla") -> Iterator[Mistake]:
    if sla.escalate and not sla.in_flight:
        message = "`escalate` is about what still goes on, and this `Sla` is only looked at in the end"
        yield Mistake("escalate", message, "add `in_flight=True`")
    if sla.escalate and not sla.alert_on_breach:
        yield Mistake("escalate", "`escalate` of an `Sla` that alerts nobody", "leave out `alert_on_breach=False`")
    times = [("max_duration", sla.max_duration), *(("after", one.after) for one in sla.escalate)]
    for (name, before), (_, after) in pairwise(times):
        first, second = _milliseconds(before), _milliseconds(after)
        if first is not None and second is not None and second <= first:
            message = f"the escalation after {after} does not come later than the `{name}` of {before} before it"
            yield Mistake("escalate", message, "let each entry come later than the one before")


def _milliseconds(written: object) -> int | None:
    read = parse_duration(written)
    return read if isinstance(read, int) else None
