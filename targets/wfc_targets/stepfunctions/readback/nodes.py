"""What a definition says about each node: its call, the ways behind it, what becomes of its failures."""

from collections.abc import Iterator
from typing import assert_never

from wfc.ir.nodes import Approval, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc.ir.walk import all_nodes
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.approvals import approval_facts
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated, call_facts
from wfc_targets.stepfunctions.readback.children import child_facts
from wfc_targets.stepfunctions.readback.definition import State
from wfc_targets.stepfunctions.readback.failing import delays_of, failures_of, given_up, legs_fail
from wfc_targets.stepfunctions.readback.folding import folded, known
from wfc_targets.stepfunctions.readback.joins import join_facts
from wfc_targets.stepfunctions.readback.kept import promise_of
from wfc_targets.stepfunctions.readback.onward import onward_facts
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.situations import failed_leg, no_failures
from wfc_targets.stepfunctions.readback.syntax import Unreadable
from wfc_targets.stepfunctions.readback.undone import Chains
from wfc_targets.stepfunctions.readback.walking import Arrival, follow


def node_facts(reading: Reading, points: EntryPoints, chains: Chains) -> Stated:
    """The facts of all nodes for which there is a state."""
    for node in all_nodes(reading.workflow):
        if reading.stands(node.id):
            yield from _facts(reading, points, chains, node, reading.state(node.id))


def _facts(reading: Reading, points: EntryPoints, chains: Chains, node: Node, state: State) -> Stated:
    match node:
        case Step():
            yield from call_facts(reading, points, state, node.id)
            yield from _step(reading, chains, node, state)
        case Call():
            yield from child_facts(reading, points, node, state)
            yield from _call(reading, chains, node, state)
        case Approval():
            yield from approval_facts(reading, points, chains, node, state)
        case Parallel() | ForEach():
            yield from join_facts(reading, node, state)
            yield from _legs(reading, chains, node, state)
        case Choice():
            _only(state, {"Choice", "Pass"})
            yield from onward_facts(reading, chains, node, tuple(_asked(reading, state)), ())
        case Wait():
            yield from _wait(reading, chains, node, state)
        case Receive():
            raise AssertionError(f"the support table refuses {node.id}")
        case _:
            assert_never(node)


def _only(state: State, kinds: set[str]) -> None:
    if state.kind not in kinds:
        raise Unreadable(f"{state.name} is a {state.kind}")


def _asked(reading: Reading, state: State) -> Iterator[Arrival]:
    """The arrivals of a state that is itself a question."""
    for way in state.ways:
        condition = () if way.condition is None else (folded(reading.tree(way.condition, state), {}),)
        for one in follow(reading, state, way, {}):
            asked = (*condition, *one.asked)
            yield Arrival(to=one.to, asked=asked, store=one.store, before=one.before, way=one.way)


def _step(reading: Reading, chains: Chains, node: Step, state: State) -> Stated:
    arrivals = follow(reading, state, state.done, {})
    tried = failures_of(reading, node, node.timeout is not None)
    ended = tuple((one, given_up(reading, state, one)) for one in tried)
    if poll := node.poll:
        wait = reading.found(state.scope, names.between_polls(node.id))
        if arrivals[-1].to != wait.name or wait.done.to != node.id or arrivals[-1].asked or wait.done.assign:
            raise Unreadable(f"{state.name} is not polled again")
        arrivals = arrivals[:-1]
        yield node.id, Aspect.POLL, (reading.tree(wait.tree("Seconds") or (), wait), poll.timeout, poll.max_polls)
    yield node.id, Aspect.RETRY, delays_of(reading, state, tried)
    yield node.id, Aspect.SLA, promise_of(reading, node, (*arrivals, *(one for _, one in ended)))
    yield from onward_facts(reading, chains, node, arrivals, ended)


def _call(reading: Reading, chains: Chains, node: Call, state: State) -> Stated:
    ended = tuple((one, given_up(reading, state, one)) for one in failures_of(reading, node, timed=False))
    yield from onward_facts(reading, chains, node, follow(reading, state, state.done, {}), ended)


def _legs(reading: Reading, chains: Chains, node: Parallel | ForEach, state: State) -> Stated:
    succeeded = follow(reading, state, state.done, known(no_failures((node.id,))))
    succeeded = (*_caught(reading, state), *succeeded)
    failures = legs_fail(reading, node)
    ended = ((one, follow(reading, state, state.done, known(failed_leg(node.id, one.type)))) for one in failures)
    yield from onward_facts(reading, chains, node, succeeded, tuple((one, first) for one, (first, *_) in ended))


def _caught(reading: Reading, state: State) -> Iterator[Arrival]:
    """Where it leads when the items cannot be evaluated, or when there is more than the state can carry."""
    for way in state.ways:
        if way.errors and way.errors not in {("States.QueryEvaluationError",), ("States.DataLimitExceeded",)}:
            raise Unreadable(f"{state.name} catches {', '.join(way.errors)}")
        if way.errors:
            yield from follow(reading, state, way, {})


def _wait(reading: Reading, chains: Chains, node: Wait, state: State) -> Stated:
    """A Wait, perhaps behind the question whether its lambda fails."""
    waiting, first = state, tuple[Arrival, ...]()
    if state.kind == "Choice":
        waiting = reading.found(state.scope, names.wait(node.id))
        first = tuple(_asked(reading, state))[:-1]
        if len(state.ways) != 2 or state.done.to != waiting.name or state.done.assign:
            raise Unreadable(f"{state.name} does not ask for what {node.id} waits for")
    _only(waiting, {"Wait"})
    until = (waiting.tree("Seconds"), waiting.tree("Timestamp"))
    yield node.id, Aspect.DURATION, tuple(one and reading.tree(one, waiting) for one in until)
    arrivals = (*first, *follow(reading, waiting, waiting.done, {}))
    yield from onward_facts(reading, chains, node, arrivals, ())
