"""Walks through a list of steps, the run's own or a block's: from node to node, in every way that code leads."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from heapq import heappop

from wfc.ir.nodes import Choice
from wfc.validation.facts import Aspect, Way
from wfc_targets.temporal.readback.alike import apart
from wfc_targets.temporal.readback.decisions import Arrives, Behind
from wfc_targets.temporal.readback.ends import enter
from wfc_targets.temporal.readback.explore import condition, explore, type_test
from wfc_targets.temporal.readback.inside import Block, BlockRead
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.nodes import read_node
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import LAST, State, after_failure, bind, expect_order, in_order
from wfc_targets.temporal.readback.step_list import StepList, arrive
from wfc_targets.temporal.readback.terms import Term
from wfc_targets.temporal.readback.ways import read_ways


def walk_run(source: Source, method: ast.FunctionDef | ast.AsyncFunctionDef, state: State) -> str:
    """Read all that a run does; the node it begins with."""
    run = StepList(source=source, block=())
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
    steps = StepList(source=source, block=(*around, block), is_read=is_read)
    entry = _walk(steps, method, State(names=names))
    order = source.promised.order
    return BlockRead(entry=entry, succeeded=in_order(steps.succeeded, order), ended=in_order(steps.ended, order))


def _walk(steps: StepList, method: ast.FunctionDef | ast.AsyncFunctionDef, state: State) -> str:
    source = steps.source
    first = explore(source, Behind(body=tuple(method.body)), state, condition(source))
    if not isinstance(first, Arrives):
        raise misread("a list of steps begins with a node", method)
    arrive(steps, first)
    while steps.waiting:
        _, node = heappop(steps.waiting)
        steps.done.add(node)
        _visit(steps, steps.arrivals.pop(node))
    return first.node


def _visit(steps: StepList, one: Arrives) -> None:
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
    ways = read_ways(steps, node.id, tree)
    source.state(node.id, Aspect.ON_SUCCESS, apart(ways))
    source.state(node.id, Aspect.ON_FAILURE, _edges(steps, replace(one, state=failed)))


def _chosen(one: Arrives) -> Behind:
    """The conditions of a choice: guarded, and then what they have led to; or plain, where they cannot fail."""
    if not isinstance(one.at, ast.With):
        return one.behind
    expect(not any(place.guards for place in one.behind.around()), "a choice stands by itself", one.at)
    return Behind(body=tuple(one.at.body), up=one.behind, guards=one.node)


def _edges(steps: StepList, failed: Arrives) -> tuple[Way, ...]:
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
    return read_ways(steps, failed.node, tree, after=Aspect.ON_FAILURE)
