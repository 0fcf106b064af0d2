"""What the variables and paths of a definition stand for, by the documented names that it gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import final

from wfc.ir import expressions as ir
from wfc.ir.nodes import ForEach, Node, Parallel, Workflow
from wfc.ir.parts import walk
from wfc.ir.walk import Place, nodes_by_id, places
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import ASK, INVOKE, START, Scope, State, Way, every_state
from wfc_targets.stepfunctions.readback.folding import Facts, folded
from wfc_targets.stepfunctions.readback.roots import ERROR, address, failures, output
from wfc_targets.stepfunctions.readback.scopes import handled, indexes, legs_around, node_of, owned, undone
from wfc_targets.stepfunctions.readback.syntax import Tree, Unreadable
from wfc_targets.stepfunctions.readback.trees import Known, settled, variables_in

Store = dict[str, Tree]
"""What was assigned on a way, by variable."""

_RESULTS = {
    INVOKE: ("states", "result", "Payload"),
    START: ("states", "result", "Output", "result"),
    ASK: ("states", "result"),
}
_GIVEN = ("states", "context", "Execution", "Input")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A definition that is being read for a workflow. `seen`: the states that something was read from, by identity;
    `validated`: whether the run checks its input first; `loose`: the ForEach whose items come from what nobody has
    validated; `legged`: the nodes that have branches or a body; `states`: the names of all of them; `flags`: the names
    of all variables that something assigns; `counts`: those of them that count failures; `waiting`: the scopes, by
    identity, with a Wait that is not a node."""

    workflow: Workflow
    whole: Workflow
    machine: Scope
    validated: bool
    nodes: Mapping[str, Node]
    places: Mapping[str, Place]
    scopes: Mapping[str, Scope]
    assigned: Mapping[int, frozenset[str]]
    variables: Mapping[str, Tree]
    loose: frozenset[str]
    legged: frozenset[str]
    states: frozenset[str]
    flags: frozenset[str]
    counts: frozenset[Tree]
    waiting: frozenset[int]
    seen: set[int] = field(default_factory=set)
    known: dict[tuple[Tree, int, tuple[tuple[str, Tree], ...]], Tree] = field(default_factory=dict)
    fallible: dict[int, bool] = field(default_factory=dict)
    carried: dict[str, Mapping[str, frozenset[Tree]]] = field(default_factory=dict)

    def state(self, name: str) -> State:
        """The state of a node, in the scope where the node belongs."""
        around = self.places.get(name, ())
        scope = self.scopes[" ".join(f"{one.id}:{branch}" for one, branch in around)]
        return self.found(scope, name)

    def stands(self, name: str) -> bool:
        """Is there a state for a node? None is there where nothing can lead to it."""
        around = self.places.get(name, ())
        return name in self.scopes[" ".join(f"{one.id}:{branch}" for one, branch in around)].states

    def found(self, scope: Scope, name: str) -> State:
        """A state of a scope, which is read now."""
        if name not in scope.states:
            raise Unreadable(f"there is no state {name} in {scope.holder or 'the machine'}")
        self.seen.add(id(scope.states[name]))
        return scope.states[name]

    def tree(self, tree: Tree, state: State, store: Mapping[str, Tree] | None = None) -> Tree:
        """A tree of a state in settled form."""
        noted = {} if not store else {name: store[name] for name in variables_in(tree) if name in store}
        key = tree, id(state), tuple(noted.items())
        if key not in self.known:
            self.known[key] = settled(tree, self._known(state, noted))
        return self.known[key]

    def noted(self, way: Way, state: State, store: Store, facts: Facts) -> Store:
        """What is known behind a way out of a state."""
        if state.inner and not way.errors:
            return store | {name: self._variable(name, state.scope) for name in way.assign}
        return store | {name: folded(self.tree(one, state, store), facts) for name, one in way.assign.items()}

    def address(self, state: State, node: str) -> Tree:
        """The address of a node, as a state of its own says it."""
        return address(node, indexes(state.scope))

    def _known(self, state: State, store: Mapping[str, Tree]) -> Known:
        result, node = _RESULTS.get(state.resource), node_of(state.name)

        def known(tree: Tree) -> Tree:
            match tree:
                case ("var", str() as name):
                    return store[name] if name in store else self._variable(name, state.scope)
                case ("states", "context", "Execution", "Input", "input" | "context" as part) if not self.validated:
                    return ("read", "ctx" if part == "context" else "input")
                case ("states", "input", "steps", str() as name):
                    return self._carried(undone(state.scope), name)
                case ("field", ("steps", str() as holder), str() as name):
                    return self._carried((holder,), name)
                case ("if", *_):
                    return ERROR if tree == handled(state.scope) else tree
                case _ if tree == result and node in self.nodes:
                    return output(node)
                case _:
                    return tree

        return known

    def _variable(self, name: str, scope: Scope) -> Tree:
        around: Scope | None = scope
        while around is not None:
            one = owned(around.holder).get(name)
            if one is not None:
                outermost = one == "failure" and not around.holder and not legs_around(scope)
                return ERROR if outermost else (one, around.holder)
            around = around.outer
        if name not in self.variables:
            raise Unreadable(f"nothing is called ${name}")
        if not self.assigns(name, scope) and not self._is_known_otherwise(self.variables[name]):
            raise Unreadable(f"nothing assigns ${name}, which {scope.holder or 'the machine'} reads")
        return self.variables[name]

    def assigns(self, name: str, scope: Scope) -> bool:
        """Does something assign a variable that a scope can read?"""
        around: Scope | None = scope
        while around is not None:
            if name in self.assigned[id(around)]:
                return True
            around = around.outer
        return False

    def _is_known_otherwise(self, tree: Tree) -> bool:
        """A node that ends its run or leg by itself is known only in its own state; that one was attempted may be noted
        nowhere."""
        match tree:
            case ("read", "output", str() as node):
                return node not in self.nodes or (self.stands(node) and self.state(node).done.to is None)
            case ("read", "attempted", _):
                return True
            case ("read", _, str() as node) if node in self.nodes:
                return not self.stands(node)
            case _:
                return False

    def loose_at(self, node: str) -> frozenset[str]:
        """The roots that nobody has validated, for lambdas of a node."""
        around = [one.id for one, _ in self.places.get(node, ()) if isinstance(one, ForEach)]
        if self.validated:
            return frozenset()
        return frozenset({"input", "ctx", *(["item"] if around and around[-1] in self.loose else [])})

    def _carried(self, holders: tuple[str, ...], name: str) -> Tree:
        """What the legs of a node, or of one of several, have brought out under a name."""
        values = {value for holder in holders for value in self._all_brought_out(holder).get(name, ())}
        if not values and name in self.variables and self._is_never_kept(name, holders):
            return self.variables[name]
        if len(values) != 1:
            raise Unreadable(f"{name} of {' and '.join(holders)} may be {len(values)} things")
        return values.pop()

    def _is_never_kept(self, name: str, holders: tuple[str, ...]) -> bool:
        """Is a variable about what nothing leads to, or does nothing in the legs assign it?"""
        node = self.variables[name][-1]
        legs = [leg for holder in holders for leg in self.state(holder).inner]
        ended = any(one.name == node and one.done.to is None for leg in legs for one in leg.states.values())
        return node not in self.nodes or not (ended or any(name in self.assigned[id(leg)] for leg in legs))

    def _all_brought_out(self, holder: str) -> Mapping[str, frozenset[Tree]]:
        if holder not in self.carried:
            found: dict[str, frozenset[Tree]] = {}
            for name, value in self.brought_out(holder):
                found[name] = found.get(name, frozenset()) | {value}
            self.carried[holder] = found
        return self.carried[holder]

    def brought_out(self, holder: str) -> Iterator[tuple[str, Tree]]:
        """The `steps` of every end of the legs of a node."""
        for leg in self.state(holder).inner:
            for state in leg.states.values():
                yield from self.steps_at(state)

    def steps_at(self, state: State) -> Iterator[tuple[str, Tree]]:
        """The `steps` that a state ends its leg with."""
        if state.done.to is not None or state.done.output is None:
            return
        given = self.tree(state.done.output, state)
        pairs: tuple[tuple[Tree, Tree], ...] = given[1] if given[0] == "dict" else ()
        steps: Tree = next((value for key, value in pairs if key[-1] == "steps"), ("dict", ()))
        pieces = steps[2][0][1] if steps[:2] == ("call", "merge") else (steps,)
        for piece in pieces:
            match piece:
                case ("dict", pairs):
                    yield from ((key[2], value) for key, value in pairs)
                case ("steps", inner):
                    yield from self.brought_out(inner)
                case _:
                    pass


def reading_of(workflow: Workflow, machine: Scope, whole: Workflow) -> Reading:
    """The reading of a machine, before anything was read. `whole`: the workflow with what nothing leads to."""
    nodes = nodes_by_id(workflow)
    around = places(workflow)
    assigned = {id(scope): _assigned(scope) for scope in _all_scopes(machine)}
    flags, variables = frozenset[str]().union(*assigned.values()), dict(_variables(whole))
    return Reading(
        workflow=workflow,
        whole=whole,
        machine=machine,
        validated=names.CHECK_INPUT in machine.states,
        nodes=nodes,
        places=around,
        scopes=dict(_scopes(machine, workflow.nodes, "")),
        assigned=assigned,
        variables=variables,
        loose=frozenset(_loose(nodes, around)),
        legged=frozenset(name for name, node in nodes.items() if isinstance(node, Parallel | ForEach)),
        states=frozenset(state.name for state in every_state(machine)),
        flags=flags,
        waiting=frozenset(
            id(one.scope) for one in every_state(machine) if one.kind == "Wait" and one.name not in nodes
        ),
        counts=frozenset(tree for name, tree in variables.items() if name in flags and tree[:2] == ("read", "count")),
    )


def _loose(nodes: Mapping[str, Node], around: Mapping[str, Place]) -> set[str]:
    """The ForEach whose items come from the run's input."""
    found: set[str] = set()
    for node in nodes.values():
        if isinstance(node, ForEach):
            outer = [one.id for one, _ in around[node.id] if isinstance(one, ForEach)]
            read = {one.name for one in walk(node.items) if isinstance(one, ir.Name)}
            if read & {"input", "ctx"} or ("item" in read and outer and outer[-1] in found):
                found.add(node.id)
    return found


def _scopes(scope: Scope, nodes: tuple[Node, ...], around: str) -> Iterator[tuple[str, Scope]]:
    yield around, scope
    for node in nodes:
        blocks = node.branches if isinstance(node, Parallel) else (node.body,) if isinstance(node, ForEach) else ()
        if blocks and (node.id not in scope.states or len(scope.states[node.id].inner) != len(blocks)):
            raise Unreadable(f"the legs of {node.id} are not there")
        for number, block in enumerate(blocks):
            inside = f"{around} {node.id}:{block.name}".strip()
            yield from _scopes(scope.states[node.id].inner[number], block.nodes, inside)


def _all_scopes(machine: Scope) -> Iterator[Scope]:
    yield machine
    yield from (inner for state in every_state(machine) for inner in state.inner)


def _assigned(scope: Scope) -> frozenset[str]:
    return frozenset(name for state in scope.states.values() for way in state.ways for name in way.assign)


def _variables(workflow: Workflow) -> Iterator[tuple[str, Tree]]:
    """The variables about nodes, and those of the run."""
    yield from (("input", ("read", "input")), ("ctx", ("read", "ctx")), ("result", ("read", "result")))
    last = (workflow.after_compensation,) if workflow.after_compensation else ()
    for node in (*nodes_by_id(workflow).values(), *last):
        variable = names.variable(node.id)
        yield variable, output(node.id)
        yield names.polled(node.id), output(node.id)
        yield names.attempted(node.id), ("read", "attempted", node.id)
        yield names.inner_steps(node.id), ("steps", node.id)
        yield names.errors(node.id), failures(node.id)
        yield names.elements(node.id), ("read", "elements", node.id)
        yield names.polls(node.id), ("read", "polls", node.id)
        yield names.started(node.id), ("read", "started", node.id)
        yield names.opened(node.id), ("read", "opened", node.id)
        for count in ("", *range(1, 10)):
            yield f"{variable}Failures{count}", ("read", "count", f"{node.id}{count}")
            yield f"{variable}UndoFailures{count}", ("read", "count", f"{node.id}:undo{count}")
