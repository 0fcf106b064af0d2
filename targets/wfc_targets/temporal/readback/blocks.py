"""Branches and bodies: who begins them, and what of them is to be undone (P1, P2, C2)."""

import ast

from wfc.ir.nodes import ForEach, Parallel
from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.inside import Block, BlockRead, Inside
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import read_term
from wfc_targets.temporal.readback.source import Source
from wfc_targets.temporal.readback.state import State, add_undo, bind
from wfc_targets.temporal.readback.syntax import call_of, called, number, parameters, text


def read_branches(source: Source, node: Parallel, work: ast.expr, inside: Inside) -> None:
    """The branches, side by side."""
    match call_of("settle", work, 1).args[0]:
        case ast.Dict(keys=keys, values=calls):
            names = [text(key) for key in keys if key is not None]
        case other:
            raise misread("branches by their names are expected", other)
    found: list[tuple[str, str]] = []
    before = inside.state
    for name, call in zip(names, calls, strict=True):
        expect(name in {one.name for one in node.branches}, f"a branch of {node.id}", call)
        block = _block(call, (node.id, name), before, inside)
        found.append((name, block.entry))
        inside.state = add_undo(inside.state, block.succeeded)
        inside.failed = add_undo(inside.failed, block.ended)
    source.state(node.id, Aspect.BRANCHES, tuple(found))


def read_elements(source: Source, node: ForEach, work: ast.expr, inside: Inside) -> None:
    """The body, for each item."""
    limit = ["max_concurrency"] if "max_concurrency" in called(work).keywords else []
    found = call_of("for_each", work, 2, limit)
    items, body = found.args
    source.state(node.id, Aspect.ITEMS, read_term(items, source.sight(inside.state)))
    if limit:
        source.state(node.id, Aspect.CONCURRENCY, int(number(found.keywords["max_concurrency"])))
    expect(isinstance(body, ast.Lambda) and len(parameters(body)) == 2, "a body for an item at an index", body)
    if isinstance(body, ast.Lambda):
        item, index = parameters(body)
        state = bind(bind(inside.state, item, {("item of", node.id)}), index, {("index of", node.id)})
        block = _block(body.body, (node.id, ""), state, inside)
        source.state(node.id, Aspect.BODY, block.entry)
        inside.state = add_undo(inside.state, (f"{node.id}[] {one}" for one in block.succeeded))
        inside.failed = add_undo(inside.failed, (f"{node.id}[] {one}" for one in block.ended))


def _block(call: ast.expr, block: Block, state: State, inside: Inside) -> BlockRead:
    if not isinstance(call, ast.Call):
        raise misread("the method of a block is expected", call)
    return inside.blocks(call, block, state, is_read=bool(inside.own))
