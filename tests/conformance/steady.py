"""Which scenarios say the same on every engine: those in which nothing hangs on a moment.

Engines whose time is not virtual are a little late, what the world outside does in one instant may come in either order
(docs/semantics.md), and a delay with jitter is drawn. So a scenario is steady if it ends, and leaves the same journal
when its calls take a little more or less, when its decisions, its events or its cancel request come a little earlier or
later than the rest, when its deadlines and the timeouts of what it calls do, when every run gets its own copy of each
event (whoever sends one may have to say for which run it is), and when jitter leaves little or half of each delay.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from operator import is_
from typing import Any, cast, get_args
from unittest.mock import patch

from wfc.cli.scenarios import Case
from wfc.interpret import calls
from wfc.interpret.mailbox import Mailbox
from wfc.interpret.run import interpret
from wfc.interpret.state import Frame, Run
from wfc.ir.expressions import Expr
from wfc.ir.nodes import Call, Workflow
from wfc.ir.policies import Operation, Retry
from wfc.ir.types import Model
from wfc.ir.walk import family
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.scenario.model import Scenario
from wfc.source import Span

LITTLE = 50
"""Milliseconds."""


def is_steady(case: Case) -> bool:
    """Does it end, and nothing depend on a moment?"""
    run = interpret(case.workflow, case.scenario)
    others = chain([_apart(case)], (interpret(other.workflow, other.scenario).journal for other in _others(case)))
    return not run.stuck and not any(differences(run.journal, other, case.workflow) for other in others)


def _apart(case: Case) -> Journal:
    """What the interpreter would do if every run, also one that is called, had its own copy of each event."""
    child_run = calls.child_run

    def make(frame: Frame, call: Call, given: calls.Given) -> Run:
        return replace(child_run(frame, call, given), mailbox=Mailbox())

    with patch.object(calls, "child_run", make):
        return interpret(case.workflow, case.scenario).journal


def _others(case: Case) -> Iterator[Case]:
    """The same scenario as engines may play it."""
    scenario = case.scenario
    for factor, more in ((0.98, 0), (1.02, LITTLE)):
        yield replace(case, scenario=_stretched(scenario, factor, more))
    for more in (-LITTLE, LITTLE):
        yield from (replace(case, scenario=other) for other in _shifted(scenario, more))
    for more in (-LITTLE, LITTLE):
        for moved in (with_deadline(case.workflow, more), _with_timeouts_of_calls(case.workflow, more)):
            if moved is not case.workflow:
                yield replace(case, workflow=moved)
    for share in (0.02, 0.5):
        if (hurried := _hurried(case.workflow, share)) is not case.workflow:
            yield replace(case, workflow=hurried)


def _stretched(scenario: Scenario, factor: float, more: int) -> Scenario:
    """Calls take longer, or shorter."""
    operations = {
        name: tuple(replace(reply, takes=round(reply.takes * factor) + more) for reply in replies)
        for name, replies in scenario.operations.items()
    }
    return replace(scenario, operations=operations)


def _shifted(scenario: Scenario, more: int) -> Iterator[Scenario]:
    """What comes from outside comes later or earlier, one kind at a time; what comes at once still does."""
    approvals = {name: replace(one, after=_moved(one.after, more)) for name, one in scenario.approvals.items()}
    events = tuple(replace(one, after=_moved(one.after, more)) for one in scenario.events)
    yield replace(scenario, approvals=approvals)
    yield replace(scenario, events=events)
    if scenario.cancel:
        yield replace(scenario, cancel=_moved(scenario.cancel, more))


def with_deadline(workflow: Workflow, more: int) -> Workflow:
    """With another deadline, where there is one, here and in what it calls."""
    if not any(one.deadline for one in family(workflow)):
        return workflow
    deadline = workflow.deadline and max(1, workflow.deadline + more)
    return replace(workflow, deadline=deadline, children=tuple(with_deadline(one, more) for one in workflow.children))


def _with_timeouts_of_calls(part: Any, more: int) -> Any:
    """With other timeouts of what is called; the very same without any."""
    changed = _changed(part, lambda one: _with_timeouts_of_calls(one, more))
    if isinstance(part, Call) and part.timeout is not None:
        return replace(changed, timeout=max(1, part.timeout + more))
    return changed


def _moved(after: int, more: int) -> int:
    return max(0, after + more) if after else 0


def _hurried(part: Any, share: float) -> Any:
    """A workflow whose jitter has drawn this share of each delay; the very same without jitter."""
    if isinstance(part, Retry) and part.jitter == "full":
        longest = part.max_interval and round(part.max_interval * share)
        return replace(part, initial=max(1, round(part.initial * share)), max_interval=longest)
    return _changed(part, lambda one: _hurried(one, share))


def _changed(part: Any, change: Callable[[Any], Any]) -> Any:
    """A workflow, or part of one, with what it consists of changed; the very same if nothing changes."""
    if isinstance(part, tuple):
        every = tuple(map(change, part))
        return part if all(map(is_, every, part)) else every
    if is_dataclass(part) and not isinstance(part, _WITHOUT_POLICIES):
        parts = ((one.name, getattr(part, one.name)) for one in fields(part))
        new = {name: made for name, one in parts if (made := change(one)) is not one}
        return replace(cast("Workflow", part), **new) if new else part
    return part


_WITHOUT_POLICIES = (Span, Operation, Model, type, *get_args(Expr))
"""What need not be searched, which is nearly all of a workflow."""
