"""Check the arguments of one word together: `Wait` takes one of two, an escalation follows the promise it is about.

Each is known to be the kind of thing its place takes (`check_shape`); a duration that cannot be read is told where it
is read, and nothing is said here of what follows from it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import wfc as spec
from wfc.frontend.check_waits import check_approval, check_poll, check_wait, milliseconds_of
from wfc.frontend.depth import DEEPEST, nested_too_deeply
from wfc.frontend.mistakes import Mistake
from wfc.spec.record import Record

LONGEST_BRANCH_NAME = 64
_BRANCH = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


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
            yield from check_wait(record)
        case spec.Approval():
            yield from check_approval(record)
        case spec.Poll():
            yield from check_poll(record)
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
    if milliseconds_of(workflow.deadline) == 0:
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


def _sla(sla: "spec.Sla") -> Iterator[Mistake]:
    if sla.escalate and not sla.in_flight:
        message = "`escalate` is about what still goes on, and this `Sla` is only looked at in the end"
        yield Mistake("escalate", message, "add `in_flight=True`")
    if sla.escalate and not sla.alert_on_breach:
        yield Mistake("escalate", "`escalate` of an `Sla` that alerts nobody", "leave out `alert_on_breach=False`")
    times = [("max_duration", sla.max_duration), *(("after", one.after) for one in sla.escalate)]
    for (name, before), (_, after) in pairwise(times):
        first, second = milliseconds_of(before), milliseconds_of(after)
        if first is not None and second is not None and second <= first:
            message = f"the escalation after {after} does not come later than the `{name}` of {before} before it"
            yield Mistake("escalate", message, "let each entry come later than the one before")
