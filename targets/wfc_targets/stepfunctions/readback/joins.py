"""What a definition says about branches and elements: where they begin, what they are given, what comes out of them."""

from collections.abc import Iterator

from wfc.ir.nodes import ForEach, Goto, Parallel, Step, Succeed
from wfc.ir.walk import blocks_of, can_be_late, walk_nodes
from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.calls import Stated
from wfc_targets.stepfunctions.readback.definition import Scope, State, every_state
from wfc_targets.stepfunctions.readback.kinds import holds_list
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import element, output
from wfc_targets.stepfunctions.readback.scopes import indexes, own
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

_LEGS: Tree = ("states", "result")
_VALUE: Tree = ("states", "context", "Map", "Item", "Value")
_INDEX: Tree = ("states", "context", "Map", "Item", "Index")


def join_facts(reading: Reading, node: Parallel | ForEach, state: State) -> Stated:
    """The facts of branches or of a body; raises Unreadable where what they bring out is not what was in them."""
    if isinstance(node, Parallel):
        starts = [leg.start for leg in state.inner]
        yield node.id, Aspect.BRANCHES, tuple(zip((one.name for one in node.branches), starts, strict=True))
    else:
        yield node.id, Aspect.ITEMS, reading.tree(state.tree("Items") or const(None), state)
        yield node.id, Aspect.BODY, state.inner[0].start
        yield node.id, Aspect.CONCURRENCY, state.fields.get("MaxConcurrency")
        _check_selected(reading, node, state)
    for name, tree in state.done.assign.items():
        _check_noted(reading, node, state, name, tree)
    for number, leg in enumerate(state.inner):
        _check_leg(reading, node, leg, blocks_of(node)[number].name)


def _check_selected(reading: Reading, node: ForEach, state: State) -> None:
    """What an element is given: the item, and where it is."""
    outer = indexes(state.scope)
    inner = indexes(state.inner[0])[:-1]
    wanted = {field: element(kept) for field, kept in zip(inner, outer, strict=True)} | {
        "index": _INDEX,
        "item": _VALUE,
    }
    selected = reading.tree(state.tree("ItemSelector") or const(None), state)
    fields = {name[2]: one for name, one in selected[1]}
    missing = wanted.keys() - fields.keys() - (set() if reads_item(state.inner[0]) else {"item"})
    if missing or any(wanted.get(name, one) != one for name, one in fields.items()):
        raise Unreadable(f"the elements of {node.id} are given {', '.join(map(str, fields.items()))}")
    if fields.keys() - wanted.keys() - {"limit"}:
        raise Unreadable(f"the elements of {node.id} are given {', '.join(fields)}")


def reads_item(scope: Scope) -> bool:
    """Does something in an element ask for the item?"""
    for state in scope.states.values():
        mine = {name: one for name, one in state.fields.items() if name not in {"ItemProcessor", "Branches"}}
        if "$states.input.item" in str(mine) or any(reads_item(one) for one in state.inner if not one.looping):
            return True
    return False


def _check_noted(reading: Reading, node: Parallel | ForEach, state: State, name: str, tree: Tree) -> None:
    found = settled(tree)
    wanted = _wanted(reading, node, state).get(name)
    if wanted is None or found != settled(wanted):
        raise Unreadable(f"behind {node.id} ${name} is {found}")


def _wanted(reading: Reading, node: Parallel | ForEach, state: State) -> dict[str, Tree]:
    late = shape("$legs.error[type = 'Deadline']", legs=_LEGS)
    errors = shape("$legs.error", legs=_LEGS)
    deadline = can_be_late(reading.workflow)
    breaches, called = own(state.scope, "slaBreaches"), own(state.scope, "called")
    return {
        names.elements(node.id): _LEGS,
        names.inner_steps(node.id): shape("$merge([$legs.steps])", legs=_LEGS),
        breaches: shape("[$mine, $legs.slaBreaches]", mine=("var", breaches), legs=_LEGS),
        called: shape("$mine = true or true in $legs.called", mine=("var", called), legs=_LEGS),
        names.errors(node.id): ("list", (late, errors) if deadline else (errors,)),
        names.variable(node.id): _yielded(node),
    }


def _yielded(node: Parallel | ForEach) -> Tree:
    """A record of what the branches yield, or the list of what the elements do; null for a leg that has failed."""
    if isinstance(node, Parallel):
        legs = (("at", _LEGS, const(number)) for number in range(len(node.branches)))
        each = (shape("$exists($leg.output) ? $leg.output : null", leg=leg) for leg in legs)
        return ("dict", tuple((const(branch.name), one) for branch, one in zip(node.branches, each, strict=True)))
    if holds_list(node.body.output):
        return shape("$reduce($legs, function($all, $leg) { $append($all, [[$leg.output]]) }, [])", legs=_LEGS)
    return shape("[$map($legs, function($leg) { $exists($leg.output) ? $leg.output : null })]", legs=_LEGS)


def _check_leg(reading: Reading, node: Parallel | ForEach, leg: Scope, branch: str) -> None:
    """Every end of a leg brings out all that was kept in it by then, as what it is."""
    ends = [state for state in leg.states.values() if state.done.to is None]
    kept = {name for state in leg.states.values() for way in state.ways for name in way.assign}
    kept |= {name for state in leg.states.values() if state.inner for name, _ in reading.brought_out(state.name)}
    carried = {state.name: dict(reading.steps_at(state)) for state in ends}
    for state in ends:
        _check_end(reading, node, leg, state)
        for name in {one for found in carried.values() for one in found} - carried[state.name].keys():
            if _may_be_kept(leg, name, state) and not _is_idle(node, name, state):
                raise Unreadable(f"{state.name} does not bring out {name}")
        for name, tree in carried[state.name].items():
            if name not in kept and tree != output(state.name):
                raise Unreadable(f"{state.name} brings out {name}, which nothing has kept")
            if tree != reading.variables.get(name):
                raise Unreadable(f"{state.name} brings out {tree} as {name}")
    promised = [one for block in blocks_of(node) if block.name == branch for one in walk_nodes(block.nodes)]
    if any(isinstance(one, Step) and one.sla for one in promised):
        for state in ends:
            if not _has(state, "slaBreaches"):
                raise Unreadable(f"{state.name} does not bring out who was late")


def _is_idle(node: Parallel | ForEach, name: str, end: State) -> bool:
    """That a node was attempted says nothing where it has succeeded, as it has if none of its failures is handled."""
    inside = (one for block in blocks_of(node) for one in walk_nodes(block.nodes))
    attempted = next((one for one in inside if names.attempted(one.id) == name), None)
    if attempted is None or "error" in end.fields.get("Output", ()):
        return False
    return not any(isinstance(one.target, Goto | Succeed) for one in attempted.on_failure)


def _has(state: State, name: str) -> bool:
    return isinstance(state.fields.get("Output"), dict) and name in state.fields["Output"]


def _may_be_kept(leg: Scope, name: str, end: State) -> bool:
    """Can a variable have been assigned when a leg ends so?"""
    return any(
        name in way.assign and end.name in _reached(leg, way.to) for state in leg.states.values() for way in state.ways
    )


def _reached(leg: Scope, to: str | None) -> set[str]:
    found: set[str] = set()
    pending = [to]
    while pending:
        name = pending.pop()
        if name is not None and name not in found:
            found.add(name)
            pending += [way.to for way in leg.states[name].ways]
    return found


def _check_end(reading: Reading, node: Parallel | ForEach, leg: Scope, state: State) -> None:
    given = reading.tree(state.done.output or const(None), state)
    fields = {name[2]: one for name, one in given[1]} if given[0] == "dict" else {}
    reading.seen.add(id(state))
    known = dict(_known(leg, state))
    for name, tree in fields.items():
        if name in known and tree not in known[name]:
            raise Unreadable(f"{state.name} ends with {name} {tree}")
    if unknown := fields.keys() - known.keys() - {"steps", "slaBreaches"}:
        raise Unreadable(f"{state.name} ends with {', '.join(unknown)}")
    yields = names.variable(node.id) in reading.state(node.id).done.assign
    if ("output" in fields) != (yields and "error" not in fields):
        raise Unreadable(f"{state.name} does not say what {node.id} yields")
    kept = isinstance(node, ForEach) and reading.assigns(names.elements(node.id), leg)
    item = {"item"} if kept and _undoes_by_item(reading, node) else set[str]()
    if kept and (missing := {*indexes(leg), *item} - fields.keys()):
        raise Unreadable(f"{state.name} does not say {', '.join(missing)}")
    if state.kind == "Succeed" and "error" not in fields and state.name.endswith(" failed"):
        raise Unreadable(f"{state.name} does not say what has failed")


def _undoes_by_item(reading: Reading, node: Parallel | ForEach) -> bool:
    undone = (one for one in every_state(reading.machine) if one.name == names.undo(node.id))
    return any(reads_item(one.inner[0]) for one in undone if one.inner)


def _known(leg: Scope, state: State) -> Iterator[tuple[str, tuple[Tree, ...]]]:
    """What the fields of an end may be."""
    yielded: Tree = ("output", leg.holder)
    kept = settled(shape("$exists($it) ? $it : null", it=yielded))
    yield "output", (output(state.name),) if state.kind == "Task" else (kept,)
    yield "error", (("failure", leg.holder),)
    yield "called", (const(True), const(False), settled(shape("$it = true", it=("called", leg.holder))))
    yield "item", (element("item"),)
    yield from ((one, (element(one),)) for one in indexes(leg))
