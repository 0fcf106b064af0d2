"""Walks through a list of steps, the run's own or a block's: from node to node, in every way that code leads."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import heappop, heappush
from typing import assert_never, final

from wfc.ir.nodes import Choice
from wfc.validation.facts import FAIL_AGAIN, SUCCEED, Aspect, Way
from wfc_targets.temporal.readback.decisions import AGAIN, Arrives, Behind, Fails, Fork, Succeeds, Tree
from wfc_targets.temporal.readback.ends import enter
from wfc_targets.temporal.readback.expected import apart
from wfc_targets.temporal.readback.explore import condition, explore, type_test
from wfc_targets.temporal.readback.kinds import Block, BlockRead
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.nodes import read_node
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import (
    LAST,
    NONE,
    State,
    after_failure,
    bind,
    expect_order,
    in_order,
    merged,
)
from wfc_targets.temporal.readback.terms import Term


@final
@dataclass(slots=True, kw_only=True)
class _List:
    """A list of steps on the way. `block`: where it stands, from the outside in. `is_read`: what it yields is kept.
    `arrivals`: how nodes are reached that have not been read yet; `succeeded`, `ended`: what is then to be undone.
    """

    source: Source
    block: tuple[Block, ...]
    is_read: bool = False
    arrivals: dict[str, Arrives] = field(default_factory=dict)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    results: set[Term | None] = field(default_factory=set)


def walk_run(source: Source, method: ast.FunctionDef | ast.AsyncFunctionDef, state: State) -> str:
    """Read all that a run does; the node it begins with."""
    run = _List(source=source, block=())
    entry = _walk(run, method, state)
    expect(len(run.results) <= 1, f"a run has one result, not {run.results}")
    # Where no way ends with success there is no result that could be wrong.
    results: set[object] = {*run.results} or {source.promised.facts.get(("", Aspect.RESULT))}
    for result in results:
        source.state("", Aspect.RESULT, result)
    return entry


def _walk_block(
    source: Source, around: tuple[Block, ...], call: ast.Call, block: Block, state: State, *, is_read: bool
) -> BlockRead:
    method, inside = enter(source, call, replace(state, undo=()))
    saga = inside.names.get("saga", frozenset())
    own = frozenset({("saga", "part", "saga" if around else "self._run")})
    expect(saga in ({}, frozenset(), own), f"the saga of {block}", call)
    names: Mapping[str, frozenset[Term]] = (
        {**inside.names, "saga": frozenset({("saga", *block)})} if saga else inside.names
    )
    steps = _List(source=source, block=(*around, block), is_read=is_read)
    entry = _walk(steps, method, State(names=names))
    order = source.promised.order
    return BlockRead(entry=entry, succeeded=in_order(steps.succeeded, order), ended=in_order(steps.ended, order))


def _walk(steps: _List, method: ast.FunctionDef | ast.AsyncFunctionDef, state: State) -> str:
    source = steps.source
    first = explore(source, Behind(body=tuple(method.body)), state, condition(source))
    if not isinstance(first, Arrives):
        raise misread("a list of steps begins with a node", method)
    _arrive(steps, first)
    while steps.waiting:
        _, node = heappop(steps.waiting)
        steps.done.add(node)
        _visit(steps, steps.arrivals.pop(node))
    return first.node


def _arrive(steps: _List, one: Arrives) -> None:
    promised = steps.source.promised
    expect(one.node not in steps.done, f"the way leads back to {one.node}", one.at)
    expect(promised.blocks.get(one.node) == steps.block, f"{one.node} stands in another list", one.at)
    known = steps.arrivals.get(one.node)
    if known is None:
        steps.arrivals[one.node] = one
        heappush(steps.waiting, (promised.order[one.node], one.node))
        return
    expect(known.at is one.at and known.behind == one.behind, f"{one.node} stands in two places", one.at)
    steps.arrivals[one.node] = replace(known, state=merged(known.state, one.state, promised.order))


def _visit(steps: _List, one: Arrives) -> None:
    source, node = steps.source, steps.source.promised.nodes[one.node]
    if isinstance(node, Choice):
        behind = _chosen(one)
        after = failed = one.state
    else:
        if not isinstance(one.at, ast.With):
            raise misread(f"{one.node} does something", one.at)
        blocks = partial(_walk_block, source, steps.block)
        after, failed = read_node(source, node, one.at, one.state, blocks)
        behind = one.behind
    for state, aspect in ((after, Aspect.UNDO_ON_SUCCESS), (failed, Aspect.UNDO_ON_FAILURE)):
        expect_order(state, source.promised.order)
        steps.ended |= set(state.undo)
        if not steps.block:
            source.state(node.id, aspect, tuple(reversed(state.undo)))
    tree = explore(source, behind, replace(after, at=node.id), condition(source))
    ways = _ways(steps, node.id, tree)
    source.state(node.id, Aspect.ON_SUCCESS, apart(ways))
    source.state(node.id, Aspect.ON_FAILURE, _edges(steps, replace(one, state=failed)))


def _chosen(one: Arrives) -> Behind:
    """The conditions of a choice: guarded, and then what they have led to; or plain, where they cannot fail."""
    if not isinstance(one.at, ast.With):
        return one.behind
    expect(not any(place.guards for place in one.behind.around()), "a choice stands by itself", one.at)
    return Behind(body=tuple(one.at.body), up=one.behind, guards=one.node)


def _edges(steps: _List, failed: Arrives) -> tuple[Way, ...]:
    """What happens when a node has failed: its `try`, if it has one, is the only one around it."""
    source = steps.source
    tries = [place for place in failed.behind.around() if place.handler is not None]
    if not tries:
        return ()
    expect(len(tries) == 1, f"{failed.node} has one handler", failed.at)
    handler = tries[0].handler
    match handler.handlers if handler else []:
        case [ast.ExceptHandler(type=ast.Name(id="StepFailed"), name=name, body=body)]:
            pass
        case _:
            raise misread("one except clause is expected", handler)
    state = replace(after_failure(failed.state), at=failed.node)
    state = bind(state, name, {LAST}) if name else state
    behind = Behind(body=tuple(body), up=tries[0].up, unbinds=name or "")
    tree = explore(source, behind, state, type_test)
    return _ways(steps, failed.node, tree, after=Aspect.ON_FAILURE)


def _ways(steps: _List, node: str, tree: Tree, after: Aspect = Aspect.ON_SUCCESS) -> tuple[Way, ...]:
    """A tree of decisions as a list of ways, of which the first that applies is taken."""
    ways: list[Way] = []
    while isinstance(tree, Fork):
        yes = _way(steps, node, tree.yes, after)
        expect(yes is not None, f"a way from {node} fails for no reason")
        if yes is not None:
            match tree.test:
                case ("types", *types):
                    ways.append(replace(yes, errors=tuple(map(str, types))))
                case test:
                    ways.append(replace(yes, condition=test))
        tree = tree.no
    last = _way(steps, node, tree, after)
    return tuple(ways) if last is None else (*ways, last)


def _way(steps: _List, node: str, tree: Tree, after: Aspect) -> Way | None:
    match tree:
        case Arrives():
            _arrive(steps, tree)
            return Way(to=tree.node)
        case Succeeds():
            steps.succeeded |= set(tree.state.undo)
            if not steps.block:
                steps.results.add(tree.result)
            if steps.is_read:
                has_value = after is Aspect.ON_SUCCESS and steps.source.promised.has_output(node)
                wanted = frozenset({("out", node) if has_value else NONE})
                expect(tree.value == wanted, f"what the block yields that ends with {node}: {set(tree.value)}")
            return Way(to=SUCCEED)
        case Fails(type=""):
            expect(after is Aspect.ON_FAILURE, f"{node} has not failed")
            return None
        case Fails(type=type) if type == AGAIN and not tree.node:
            return Way(to=FAIL_AGAIN)
        case Fails():
            expect(tree.node == node, f"a failure at {node} is not one of {tree.node}")
            return Way(to=f"Fail:{tree.type}", message=tree.message)
        case Fork():
            raise misread(f"the conditions of {node} are decided one after another")
        case _:
            assert_never(tree)
