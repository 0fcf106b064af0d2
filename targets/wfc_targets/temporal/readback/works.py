"""Calls of operations: the activity, what it is given, and what is tried again (S1, S3, S5)."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import final

from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.models import model_of
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.retries import Retrying
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import NONE, State, bind, holds
from wfc_targets.temporal.readback.syntax import call_of, called, dotted, is_code, milliseconds, number, parameters


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is being called: its place, the variables that hold inputs, what the code sees. `is_forward`: on the way
    forward, where a cancel request lets it settle and the deadline bounds it. `is_repeated`: what stands here may be
    evaluated more than once. `keys`: the place as its key has it.
    """

    place: str
    given: Mapping[str, ast.expr]
    state: State
    is_forward: bool
    is_repeated: bool = False
    key: str = ""


def read_work(source: Source, node: ast.expr, work: Work) -> None:
    """An activity, with the retries that Temporal does not have, or polled."""
    match called(node).name:
        case "self._run.poll":
            _poll(source, node, work)
        case "retrying":
            _retrying(source, node, work)
        case _:
            policy = _activity(source, node, work)
            expect(not policy.is_own, "not a policy of Temporal", node)
            source.state(work.place, Aspect.RETRY, policy.attempts)


def _retrying(source: Source, node: ast.expr, work: Work) -> None:
    if not work.is_forward:
        delay = ["delay=workflow.sleep"]
    else:
        delay = ["delay=self._run.delay"] if source.promised.has_deadline else []
    found = call_of("retrying", node, 2, [one.partition("=")[0] for one in delay])
    given = [f"{name}={dotted(value)}" for name, value in found.keywords.items()]
    expect(given == delay, "a delay ends with the run", node)
    policy = source.retries.get(dotted(found.args[0]))
    expect(policy is not None and policy.is_own, "policies of our own are expected", node)
    once = _activity(source, _body(found.args[1], ()), replace(work, is_repeated=True))
    expect(once.most == 1 and not once.is_own, "each attempt is an activity that is tried once", node)
    source.state(work.place, Aspect.RETRY, policy.attempts if policy else ())


def _poll(source: Source, node: ast.expr, work: Work) -> None:
    most = [one for one in ("max_polls",) if one in called(node).keywords]
    found = call_of("self._run.poll", node, 1, ["until", "every", "timeout", *most])
    attempt, until = found.args[0], found.keywords["until"]
    expect(isinstance(attempt, ast.Lambda) and len(parameters(attempt)) == 1, "a poll has a number", attempt)
    expect(isinstance(until, ast.Lambda) and len(parameters(until)) == 1, "`until` is about an output", until)
    if isinstance(attempt, ast.Lambda) and isinstance(until, ast.Lambda):
        inside = bind(work.state, parameters(attempt)[0], {("poll",)})
        read_work(source, attempt.body, replace(work, state=inside, is_repeated=True, key=f"{work.place}:poll"))
        seen = bind(work.state, parameters(until)[0], {("out", work.place)})
        source.state(work.place, Aspect.UNTIL, read_term(until.body, source.sight(seen)))
    polls = int(number(found.keywords["max_polls"])) if most else None
    every, timeout = (milliseconds(found.keywords[one]) for one in ("every", "timeout"))
    source.state(work.place, Aspect.POLL, (every, timeout, polls))


def _body(node: ast.expr, names: tuple[str, ...]) -> ast.expr:
    if isinstance(node, ast.Lambda) and parameters(node) == names:
        return node.body
    raise misread("a lambda is expected", node)


def _activity(source: Source, node: ast.expr, work: Work) -> Retrying:
    """One activity; its policy is for the caller to judge."""
    is_bounded = work.is_forward and source.promised.has_deadline
    needed = ["start_to_close_timeout", "retry_policy", "summary"]
    needed += ["cancellation_type"] if work.is_forward else []
    needed += ["schedule_to_close_timeout"] if is_bounded else []
    found = called(node)
    expect(found.name == "workflow.execute_activity" and bool(found.args), "an activity is expected", node)
    expect(found.keywords.keys() - {"args"} == set(needed), f"an activity takes {', '.join(needed)}", node)
    if work.is_forward:
        expect(dotted(found.keywords["cancellation_type"]) == "SETTLE", "an attempt in flight settles", node)
    if is_bounded:
        left = found.keywords["schedule_to_close_timeout"]
        expect(is_code(left, "self._run.time_left()"), "the deadline bounds what is left", node)
    _summary(source, found.keywords["summary"], work)
    name = dotted(found.args[0]).removeprefix("activities.")
    expect(dotted(found.args[0]) == f"activities.{name}" and name in source.activities, "no activity", node)
    activity = source.activities[name]
    expect(activity.key == source.promised.calls[work.place].key, f"the activity of {work.place}", node)
    source.state(work.place, Aspect.OPERATION, activity.handler)
    source.state(work.place, Aspect.TIMEOUT, milliseconds(found.keywords["start_to_close_timeout"]))
    values = _values(found.args[1:], found.keywords.get("args"), node)
    if activity.takes_key:
        expect(bool(values), "a key is expected", node)
        _key(source, values[-1], work)
        values = values[:-1]
    expect(len(values) == bool(activity.given), f"{name} takes an input or none", node)
    if values:
        _input(source, values[0], activity.given, work)
    policy = source.retries.get(dotted(found.keywords["retry_policy"]))
    if policy is None:
        raise misread("a policy of the module is expected", node)
    return policy


def _values(first: tuple[ast.expr, ...], listed: ast.expr | None, at: ast.expr) -> list[ast.expr]:
    """What an activity is passed: one value by itself, or a list."""
    match listed:
        case None:
            expect(len(first) <= 1, "several values are passed as `args`", at)
            return list(first)
        case ast.List(elts=values):
            expect(not first, "values are passed in one way", at)
            return values
        case _:
            raise misread("a list is expected", listed)


def _summary(source: Source, node: ast.expr, work: Work) -> None:
    """The address, on the way of which the step that is told of failures learns that something was called."""
    notes = called(node)
    if work.is_forward and source.promised.told:
        expect(notes.name == "self._run.calling" and len(notes.args) == 1, "it is noted that something is called", node)
        node = notes.args[0]
    expect(source.place_of(node, work.state) == work.place, f"the summary of {work.place}", node)


def _key(source: Source, node: ast.expr, work: Work) -> None:
    found = call_of("self._run.key", node, 1)
    expect(source.place_of(found.args[0], work.state) == (work.key or work.place), f"the key of {work.place}", node)
    source.state(work.place, Aspect.KEY, work.place)


def _input(source: Source, node: ast.expr, cls: str, work: Work) -> None:
    """What is evaluated once stands in a variable where attempts are repeated."""
    if work.place.endswith(":remind"):
        _expect_said_again(source, node, cls, work)
        return
    if isinstance(node, ast.Name) and node.id in work.given:
        node = work.given[node.id]
    else:
        expect(not work.is_repeated or not work.is_forward, "an input is evaluated once", node)
    made = model_of(node, cls, source.sight(work.state), source.promised.as_json[work.place])
    source.state(work.place, Aspect.INPUTS, made)


def _expect_said_again(source: Source, node: ast.expr, cls: str, work: Work) -> None:
    """A reminder says what the notice has said, in the form of its own operation."""
    notice = f"{work.place.removesuffix(':remind')}:notify"
    notified, reminded = source.promised.calls[notice], source.promised.calls[work.place]
    match called(node):
        case found if found.name == "from_json" and len(found.args) == 2 and notified.input != reminded.input:
            expect(dotted(found.args[0]) == cls, f"{cls} is made", node)
            said = found.args[1]
            is_said = any(is_code(said, f"to_json({name})") for name in work.given)
            expect(is_said if notified.input else is_code(said, "{}"), "the input of the notice", node)
        case _:
            is_same = notified.input == reminded.input and dotted(node) in work.given
            expect(is_same, "the input of the notice", node)


def read_undo(source: Source, node: ast.expr, place: str, own: str, state: State) -> None:
    """The lambda that undoes a node. It sees the node's own output, if there is one by then."""
    if own and holds(state, own, NONE):
        state = bind(state, own, {NONE, ("out", place.partition(":")[0])})
    read_work(source, _body(node, ()), Work(place=place, given={}, state=state, is_forward=False))
