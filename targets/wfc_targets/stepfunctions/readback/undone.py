"""Which compensations a failed run goes through: the chain of states from a failure to the end, held against what is
due there (C1, C2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, final

from wfc.ir.nodes import Call, Node, Parallel, Step, Succeed
from wfc.ir.policies import NOT_ATTEMPTED
from wfc.ir.walk import arms_of
from wfc.validation.facts import Aspect, Facts
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import Scope, State
from wfc_targets.stepfunctions.readback.failing import can_fail
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import output
from wfc_targets.stepfunctions.readback.situations import Failure
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable
from wfc_targets.stepfunctions.readback.telling import Telling
from wfc_targets.stepfunctions.readback.trees import settled, shape
from wfc_targets.stepfunctions.readback.walking import Arrival

Dues: TypeAlias = tuple[str, ...]
"""Places in the order of undoing, as `UNDO_ON_FAILURE` has them: with a `?` where it must be asked."""
_Key: TypeAlias = tuple[int, str | None, Dues, bool | None]


@final
@dataclass(frozen=True, slots=True)
class _Link:
    """A place in a chain: the state it goes on with, None where it has ended; what is due from there on; whether
    somebody must be told at the end, None where that must be asked."""

    scope: Scope
    to: str | None
    due: Dues
    told: bool | None

    @property
    def key(self) -> _Key:
        return id(self.scope), self.to, self.due, self.told


_Found: TypeAlias = Iterator[_Link | str]
"""How a chain goes on from a place, and what is wrong there."""


@final
@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of one definition, and what is due at its points of failure. `right`: the places behind which nothing
    is wrong: the chain of a step goes on with that of the step before it."""

    reading: Reading
    due: Mapping[tuple[str, Aspect], Dues]
    telling: Telling
    right: set[_Key] = field(default_factory=set)

    def at_the_end(self) -> Iterator[tuple[Dues, bool | None]]:
        """What is due, and whether somebody must be told, when the result fails: for every way to the end."""
        for node in self.reading.workflow.nodes:
            if any(isinstance(arm.target, Succeed) for arm in arms_of(node)):
                yield self.due.get((node.id, Aspect.UNDO_ON_SUCCESS), ()), self.telling.behind(node.id)
            if isinstance(node, Parallel) and not can_fail(self.reading.state(node.id)):
                continue
            for catch in node.on_failure:
                if isinstance(catch.target, Succeed):
                    yield from self._handled(node, catch.types)

    def _handled(self, node: Node, types: tuple[str, ...]) -> Iterator[tuple[Dues, bool | None]]:
        due = self.due.get((node.id, Aspect.UNDO_ON_FAILURE), ())
        before = NOT_ATTEMPTED & set(types) if types else NOT_ATTEMPTED
        for begun in [*([True] if not types or set(types) - before else []), *([False] if before else [])]:
            known = begun or not self._may_be_again(node)
            yield _own(due, node, begun if known else None), self.telling.after(node.id, begun if known else None)

    def _may_be_again(self, node: Node) -> bool:
        return isinstance(node, Step) and bool(node.poll or (self.reading.workflow.deadline is not None and node.retry))

    def behind(self, node: Node, arrivals: tuple[Arrival, ...]) -> object:
        """What is undone when the run fails behind a node that has succeeded: as is due, or what is wrong."""
        due = self.due.get((node.id, Aspect.UNDO_ON_SUCCESS), ())
        after_wait = [one for one in arrivals if _fails(self.reading, one)]
        wrong = [text for one in after_wait for text in self._wrong(one, due, self.telling.behind(node.id))]
        return wrong[0] if wrong else due

    def after_failures(self, node: Node, ended: tuple[tuple[Failure, Arrival], ...]) -> object:
        """The same when it has failed in each of these ways."""
        due = self.due.get((node.id, Aspect.UNDO_ON_FAILURE), ())
        for failure, arrival in ended:
            if _fails(self.reading, arrival):
                begun = _is_begun(node, failure, self.reading)
                for text in self._wrong(arrival, _own(due, node, begun), self.telling.after(node.id, begun)):
                    return f"{text} after {failure.type}"
        return due

    def _wrong(self, arrival: Arrival, due: Dues, told: bool | None) -> Iterator[str]:
        if not arrival.before.scope.holder:
            yield from self.differences(arrival.before.scope, arrival.to, due, told)

    def differences(self, scope: Scope, to: str | None, due: Dues, told: bool | None) -> Iterator[str]:
        """What is wrong with a chain that begins with a state. It can be longer than Python's stack is deep, and its
        ways meet again behind every question."""
        first = _Link(scope, to, due, told)
        if first.key in self.right:
            return
        way, seen, wrong = {first.key: self._at(first)}, {first.key}, False
        while way:
            one = next(next(reversed(way.values())), None)
            if one is None:
                way.popitem()
            elif isinstance(one, str):
                wrong = True
                yield one
            elif (key := one.key) in way:
                wrong = True
                yield f"{one.to} leads back to itself"
            elif key not in seen and key not in self.right:
                seen.add(key)
                way[key] = self._at(one)
        if not wrong:
            self.right.update(seen)

    def _at(self, link: _Link) -> _Found:
        scope, to, due, told = link.scope, link.to, link.due, link.told
        last = self.reading.workflow.after_compensation
        if to is None or scope.states[to].kind in {"Succeed", "Fail"} or to == names.LATE_FAILURE:
            yield from ([f"{due[0]} is left out"] if due else [])
            yield from ([f"{last.id} is left out"] if last and told is not False and not scope.holder else [])
            return
        state = self.reading.found(scope, to)
        if last and to in {last.id, names.route(last.id)}:
            yield from self._told(state, due, told)
        elif state.kind == "Choice":
            yield from self._asked(state, due, told)
        else:
            yield from self._undone(state, due, told)

    def _asked(self, state: State, due: Dues, told: bool | None) -> _Found:
        node = state.name.removeprefix("undo ").removesuffix("?")
        rule, otherwise = state.ways
        if rule.condition is None or rule.to is None or rule.to != names.undo(node) or not self._asks_for(node, state):
            raise Unreadable(f"{state.name} does not ask whether {node} is to be undone")
        mine = _first(due)
        if mine != node:
            yield _Link(state.scope, otherwise.to, due, told)
            return
        yield from self._undone(self.reading.found(state.scope, rule.to), _certainly(due), told)
        if any(one.endswith("?") for one in due[: _count(due)]):
            yield _Link(state.scope, otherwise.to, due[_count(due) :], told)

    def _undone(self, state: State, due: Dues, told: bool | None) -> _Found:
        node = state.name.removeprefix("undo ")
        if state.name == node or _first(due) != node:
            yield f"{state.name} stands where {due[0] if due else 'nothing'} is due"
            return
        count = _count(due)
        if state.kind == "Map":
            inside = tuple(one.partition(" ")[2] for one in due[:count])
            yield _Link(state.inner[0], state.inner[0].start, inside, False)
        elif due[0].endswith("?"):
            yield f"{state.name} does not ask whether {node} has run"
        yield _Link(state.scope, state.done.to, due[count:], told)

    def _told(self, state: State, due: Dues, told: bool | None) -> _Found:
        if due:
            yield f"{state.name} stands before {due[0]}"
        elif state.kind == "Choice":
            rule, otherwise = state.ways
            asked = None if rule.condition is None else self.reading.tree(rule.condition, state)
            called = shape("$called = true", called=("called", ""))
            if asked != called or self.reading.found(state.scope, str(rule.to)).kind != "Task":
                raise Unreadable(f"{state.name} does not ask whether something was called")
            yield _Link(state.scope, rule.to, (), True)
            if told is not True:
                yield _Link(state.scope, otherwise.to, (), False)
        elif told is None:
            yield f"{state.name} does not ask whether something was called"
        elif told is False:
            yield f"{state.name} tells of a run that has called nothing"
        else:
            yield _Link(state.scope, state.done.to, (), False)

    def _asks_for(self, node: str, state: State) -> bool:
        condition = state.ways[0].condition
        asked = None if condition is None else self.reading.tree(condition, state)
        return asked == self._question(node)

    def _is_flagged(self, node: str) -> bool:
        """Is it ever noted that a node was attempted? Not where its failure always leads to its undoing."""
        return names.attempted(node) in self.reading.flags

    def _question(self, node: str) -> Tree:
        """Has there been something of a node that is to be undone?"""
        one = self.reading.nodes[node]
        if not isinstance(one, Step | Call):
            return settled(shape("$exists($it)", it=("read", "elements", node)))
        if one.compensation is None or one.compensation.when == "completed":
            return settled(shape("$exists($it)", it=output(node)))
        if not self._is_flagged(node):
            return settled(shape("$exists($it)", it=output(node)))
        tried: Tree = ("read", "attempted", node)
        deadline = self.reading.workflow.deadline is not None
        flagged = "$tried = true" if deadline else "$exists($tried)"
        return settled(shape(f"$exists($it) or {flagged}", it=output(node), tried=tried))


def chains_of(reading: Reading, core: Facts) -> Chains:
    """The chains of a definition. `core`: the facts of the workflow."""
    aspects = {Aspect.UNDO_ON_FAILURE, Aspect.UNDO_ON_SUCCESS}
    due = {key: value for key, value in core.items() if key[1] in aspects and isinstance(value, tuple)}
    return Chains(reading, due, Telling(reading.workflow))


def _fails(reading: Reading, arrival: Arrival) -> bool:
    last = reading.workflow.after_compensation
    ends = {names.FAILED, names.LATE_FAILURE, *([last.id, names.route(last.id)] if last else [])}
    return arrival.to is not None and (arrival.to in ends or arrival.to.startswith("undo "))


def _is_begun(node: Node, failure: Failure, reading: Reading) -> bool | None:
    """Was an attempt made before a node failed so? None where that must be asked."""
    if isinstance(node, Call):
        return failure.child is not None and failure.type != "InvalidInput"
    late_start = failure.late and failure.error == "States.QueryEvaluationError"
    if failure.type not in NOT_ATTEMPTED and not late_start:
        return True
    again = isinstance(node, Step) and (node.poll or (reading.workflow.deadline is not None and node.retry))
    return None if again else False


def _own(due: Dues, node: Node, begun: bool | None) -> Dues:
    """What is due when it is known whether the node itself was attempted."""
    mine = f"{node.id}:undo?"
    if begun is None or mine not in due:
        return due
    return tuple(one.rstrip("?") if one == mine else one for one in due if begun or one != mine)


def _first(due: Dues) -> str:
    """The node that is due first; a ForEach stands for all of its body."""
    return due[0].partition("[]")[0].partition(":")[0] if due else ""


def _count(due: Dues) -> int:
    """How many places the first state of the chain undoes."""
    if "[] " not in due[0]:
        return 1
    prefix = due[0].partition(" ")[0]
    return next((at for at, one in enumerate(due) if one.partition(" ")[0] != prefix), len(due))


def _certainly(due: Dues) -> Dues:
    return due if "[] " in due[0] else (due[0].rstrip("?"), *due[1:])
