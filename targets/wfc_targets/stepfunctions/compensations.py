"""The states that undo steps, one after another (C1 to C3). They never fail: what cannot be undone is noted.

The elements of a ForEach are undone by a Map, one at a time, the last one first; inside it stands a chain as outside.
"""

from collections.abc import Iterable
from dataclasses import replace

from wfc.ir.nodes import Call, ForEach, Step
from wfc_targets.stepfunctions import chain, frames, names
from wfc_targets.stepfunctions.chain import Link
from wfc_targets.stepfunctions.flow import Undone, undo_order, whole_order
from wfc_targets.stepfunctions.machine import Machine, failed_end, is_attempted, last_told
from wfc_targets.stepfunctions.scope import variable
from wfc_targets.stepfunctions.states import (
    Catcher,
    Choice,
    Map,
    Rule,
    State,
    Succeed,
    Task,
    Template,
    assigned,
    onward,
    reachable,
)
from wfc_targets.stepfunctions.telling import CALLED
from wfc_targets.stepfunctions.undoing import FAILED, add_work, telling_of, undoing_of

_VALUE = "$states.context.Map.Item.Value"


def add_compensations(machine: Machine) -> None:
    """Add the chain that the points of failure used so far need; at its end the telling of `after_compensation`."""
    _add_chain(machine, machine.failing, whole_order(machine.flow), failed_end(machine.flow))


def _add_chain(machine: Machine, points: Iterable[Undone], order: tuple[str, ...], end: str) -> None:
    last = machine.flow.workflow.after_compensation
    loops = {step for step in order if isinstance(machine.flow.nodes.get(step), ForEach)}
    for link in chain.links(points, order, end, last_told(machine.flow), loops):
        node = machine.flow.nodes.get(link.step)
        if link.otherwise is not None:
            machine.add(_ask(machine, link, link.otherwise))
        elif isinstance(node, ForEach):
            machine.add(_undo_each(machine, node, link.next))
        elif isinstance(node, Step | Call):
            add_work(machine, undoing_of(node), link.next)
        elif last:
            add_work(machine, telling_of(last), link.next)


def _ask(machine: Machine, link: Link, otherwise: str) -> Choice:
    if link.step == last_told(machine.flow):
        called = Rule(condition=f"${machine.own(CALLED)} = true", next=link.next)
        return Choice(name=names.route(link.step), rules=(called,), default=otherwise)
    scope, node = machine.scope(), machine.flow.nodes[link.step]
    name = names.elements(link.step) if isinstance(node, ForEach) else names.variable(link.step)
    done = f"$exists({variable(name, link.step, scope)})"
    if is_attempted(node) and _is_noted(machine, names.attempted(link.step), link.step):
        flag = variable(names.attempted(link.step), link.step, scope)
        late = machine.flow.workflow.deadline is not None
        done = f"{done} or {flag} = true" if late else f"{done} or $exists({flag})"
    return Choice(name=names.undo_guard(link.step), rules=(Rule(condition=done, next=link.next),), default=otherwise)


def _is_noted(machine: Machine, flag: str, step: str) -> bool:
    """Does some state assign it, or bring it out of a branch or element? Not where every failure goes to the undoing
    itself."""
    return bool(machine.flow.places[step]) or any(flag in assigned(state) for state in reachable(machine.states))


def _undo_each(machine: Machine, node: ForEach, onward: str) -> Map:
    """The element with the highest index first (C2). What began nothing costs little."""
    inner = Machine(flow=machine.flow, frame=frames.undoing(machine.frame, node))
    order, end = undo_order(node.body.nodes), names.undone(node.id)
    due = chain.merged(machine.flow.each[node.id], order)
    _add_chain(inner, [due], order, end)
    elements = variable(names.elements(node.id), node.id, machine.scope())
    failed = machine.own(FAILED)
    return Map(
        name=names.undo(node.id),
        items=f"{{% $exists({elements}) ? $reverse({elements}) : [] %}}",
        selector=_nested(machine, node),
        max_concurrency=1,
        leg=_leg(inner, end),
        assign={failed: f"{{% [${failed}, $states.result.{FAILED}] %}}"},
        next=onward,
    )


def _nested(machine: Machine, node: ForEach) -> Template:
    """An element of an element keeps what was carried out of the outer one; else the items are the elements."""
    if not machine.frame.undoing:
        return None
    fields = frames.index_fields(frames.undoing(machine.frame, node))
    kept = (*(["item"] if "undo" in machine.flow.items.get(node.id, ()) else []), *fields)
    steps = f"$merge([{frames.ELEMENT}.steps, {_VALUE}.steps])"
    return {**{one: f"{{% {_VALUE}.{one} %}}" for one in kept}, "steps": f"{{% {steps} %}}"}


def _leg(inner: Machine, end: str) -> tuple[State, ...]:
    """The chain of an element. Its last task ends it; what else leads to the end goes on to a state."""
    noted = inner.own(FAILED)
    noting = (part for state in inner.states for part in _assigning(state, end))
    before = f"${noted}, " if any(noted in part.assign for part in noting) else ""
    report = {FAILED: f"{{% [{before.rstrip(', ')}] %}}"}
    states = [_ending(one, before, report) if onward(one)[0] == end else one for one in inner.states]
    needed = any(end in onward(one) for one in states)
    return (*states, *([Succeed(name=end, output=report)] if needed else []))


def _assigning(state: State, end: str) -> tuple[Task | Map | Catcher, ...]:
    """What notes failures, without a Map that ends the element."""
    match state:
        case Task():
            return state.catch
        case Map() if state.next != end:
            return (state,)
        case _:
            return ()


def _ending(state: State, before: str, report: Template) -> State:
    """A state that ended the chain with success, and now ends its element."""
    match state:
        case Task():
            return replace(state, next=None, output=report)
        case Map():
            failed = {FAILED: f"{{% [{before}$states.result.{FAILED}] %}}"}
            return replace(state, next=None, output=failed, assign={})
        case _:
            return state
