"""What a definition says about the calls at the end of a failed run, which go on whatever comes of them (C3, C8)."""

from wfc.ir import expressions as ir
from wfc.ir.nodes import ForEach, Node
from wfc.ir.policies import Retry
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated, call_facts
from wfc_targets.stepfunctions.readback.definition import State
from wfc_targets.stepfunctions.readback.failing import delays_of, failures_of_call, given_up
from wfc_targets.stepfunctions.readback.leading import CAUGHT
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.scopes import own
from wfc_targets.stepfunctions.readback.situations import Failure
from wfc_targets.stepfunctions.readback.syntax import NULL, Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

_ELEMENT: Tree = ("states", "input")
_VALUE: Tree = ("states", "context", "Map", "Item", "Value")


def work_facts(reading: Reading, points: EntryPoints, state: State, place: str) -> Stated:
    """The facts of a state that undoes, or tells at last."""
    reading.seen.add(id(state))
    node = reading.nodes.get(place.partition(":")[0])
    if isinstance(node, ForEach):
        _check_each(reading, state, node)
        return
    retry, timeout, inputs = _work(reading, node)
    yield from call_facts(reading, points, state, place)
    tried = failures_of_call(reading, place.partition(":")[0], retry, timeout, inputs)
    yield place, Aspect.RETRY, delays_of(reading, state, tried)
    for one in tried:
        _check_noted(reading, state, place, one)
    _check_onward(reading, state)


def _work(reading: Reading, node: Node | None) -> tuple[tuple[Retry, ...], bool, ir.Expr | None]:
    last = reading.workflow.after_compensation
    work = getattr(node, "compensation", None) if node is not None else last
    if work is None:
        raise Unreadable("something is undone that nobody has asked for")
    return work.retry, work.timeout is not None, work.inputs


def _check_noted(reading: Reading, state: State, place: str, one: Failure) -> None:
    """What cannot be done is noted, and the rest goes on."""
    arrival = given_up(reading, state, one)
    failed = own(state.scope, "compensationFailed")
    before: Tree = ("compensationFailed", state.scope.holder)
    step = reading.address(state, place.partition(":")[0])
    noted = arrival.store.get(failed, NULL)
    fields = dict(noted[1][1][1]) if noted[0] == "list" and len(noted[1]) == 2 and noted[1][0] == before else {}
    said = {name[2]: tree for name, tree in fields.items()}
    if (
        said.get("step") != step
        or said.get("type") != const(one.type)
        or said.get("message") not in {CAUGHT, const("")}
    ):
        raise Unreadable(f"{state.name} does not note that it has failed: {noted}")
    onward = state.done.to
    ended = onward is None and arrival.to is not None and state.scope.states[arrival.to].kind == "Succeed"
    if arrival.to != onward and not ended:
        raise Unreadable(f"{state.name} leads to {arrival.to} when it fails")


def _check_onward(reading: Reading, state: State) -> None:
    if state.done.assign:
        raise Unreadable(f"{state.name} notes {', '.join(state.done.assign)}")
    if state.done.to is None:
        check_undone(reading, state)


def check_undone(reading: Reading, state: State) -> None:
    """An element that was undone says what could not be."""
    reading.seen.add(id(state))
    failed, holder = "compensationFailed", state.scope.holder
    given = reading.tree(state.done.output or NULL, state)
    noted: Tree = (failed, holder)
    inner = shape("$states.result.compensationFailed")
    allowed = [("list", ()), ("list", (noted,)), settled(("list", (inner,))), settled(("list", (noted, inner)))]
    mentioned = any(own(state.scope, failed) in way.assign for one in state.scope.states.values() for way in one.ways)
    if given not in [("dict", ((const(failed), one),)) for one in allowed]:
        raise Unreadable(f"{state.name} does not say what could not be undone")
    if mentioned and noted not in given[1][0][1][1] and _can_have_failed(state):
        raise Unreadable(f"{state.name} forgets what could not be undone")


def _can_have_failed(state: State) -> bool:
    """Can something have been noted before this state ended?"""
    failed = own(state.scope, "compensationFailed")
    return any(failed in way.assign and way.to == state.name for one in state.scope.states.values() for way in one.ways)


def _check_each(reading: Reading, state: State, node: ForEach) -> None:
    """The elements of a ForEach, the last one first, one at a time (C2)."""
    elements: Tree = ("read", "elements", node.id)
    items = reading.tree(state.tree("Items") or NULL, state)
    if items != settled(shape("$exists($it) ? $reverse($it) : []", it=elements)) or state.fields["MaxConcurrency"] != 1:
        raise Unreadable(f"{state.name} does not undo the last element first, one at a time")
    failed = own(state.scope, "compensationFailed")
    noted = settled(
        shape("[$mine, $states.result.compensationFailed]", mine=("compensationFailed", state.scope.holder))
    )
    if state.done.to is None:
        check_undone(reading, state)
    elif {name: reading.tree(one, state) for name, one in state.done.assign.items()} != {failed: noted}:
        raise Unreadable(f"{state.name} does not note what could not be undone")
    _check_selected(reading, state)
    for one in state.inner[0].states.values():
        if one.kind == "Succeed":
            check_undone(reading, one)


def _check_selected(reading: Reading, state: State) -> None:
    """An element of an element keeps what was carried out of the outer one."""
    if not state.scope.holder.startswith("undo "):
        if "ItemSelector" in state.fields:
            raise Unreadable(f"{state.name} makes other elements of them")
        return
    selected = reading.tree(state.tree("ItemSelector") or NULL, state)
    fields = {name[2]: one for name, one in selected[1]}
    steps = settled(shape("$merge([$outer.steps, $mine.steps])", outer=_ELEMENT, mine=_VALUE))
    kept = all(one == (*_VALUE, name) for name, one in fields.items() if name != "steps")
    if not kept or fields.get("steps") != steps or "index" not in fields:
        raise Unreadable(f"{state.name} makes other elements of them")
