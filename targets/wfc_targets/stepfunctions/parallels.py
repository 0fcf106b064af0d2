"""Branches as a Parallel, a body for each item as a Map; both wait until every leg has settled (P1, P2)."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from wfc.ir.nodes import Block, ForEach, Parallel
from wfc_targets.stepfunctions import frames, states
from wfc_targets.stepfunctions.choices import ERROR, broken, failed_outside
from wfc_targets.stepfunctions.errors import NAMES
from wfc_targets.stepfunctions.joins import join
from wfc_targets.stepfunctions.legs import add_leg_ends
from wfc_targets.stepfunctions.limits import EXCEEDED, FIELD, element_limit, may_exceed
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.scope import expression, may_fail, template
from wfc_targets.stepfunctions.states import Catcher, Template, reachable

AddBlock: TypeAlias = Callable[[Machine, Block], None]
"""Adds the states of a block's nodes, the one that begins it first."""


def add_parallel(machine: Machine, node: Parallel, add_block: AddBlock) -> None:
    """Add the state of a Parallel, and what follows it."""
    place = len(machine.states)
    legs = [_leg(machine, node, branch, add_block) for branch in node.branches]
    leave = join(machine, node, can_fail=any(leg.failing for leg in legs))
    state = states.Parallel(
        name=node.id,
        comment=remark(node.description),
        legs=tuple(reachable(leg.states) for leg in legs),
        assign=leave.assign,
        catch=tuple(_too_large(machine, node, legs)),
        next=leave.next,
    )
    machine.add(state, place)


def add_for_each(machine: Machine, node: ForEach, add_block: AddBlock) -> None:
    """Add the state of a ForEach, and what follows it."""
    place = len(machine.states)
    leg = _leg(machine, node, node.body, add_block)
    leave = join(machine, node, can_fail=bool(leg.failing))
    state = states.Map(
        name=node.id,
        comment=remark(node.description),
        items=template(node.items, machine.scope()),
        selector=dict(_element(machine, node)),
        max_concurrency=node.max_concurrency,
        leg=reachable(leg.states),
        assign=leave.assign,
        catch=(*_unreadable(machine, node), *_too_large(machine, node, [leg])),
        next=leave.next,
    )
    machine.add(state, place)


def _leg(machine: Machine, node: Parallel | ForEach, block: Block, add_block: AddBlock) -> Machine:
    """The states of a branch or body."""
    leg = Machine(flow=machine.flow, frame=frames.inside(machine.frame, node, block.name))
    add_block(leg, block)
    add_leg_ends(leg)
    return leg


def _element(machine: Machine, node: ForEach) -> Iterator[tuple[str, Template]]:
    if node.id in machine.flow.items:
        yield "item", "{% $states.context.Map.Item.Value %}"
    yield from ((field, f"{{% {text} %}}") for field, text in frames.selected(machine.frame, node))
    limit = element_limit(machine.flow, node, expression(node.items, machine.scope()))
    if limit is not None:
        yield FIELD, limit


def _unreadable(machine: Machine, node: ForEach) -> Iterator[Catcher]:
    """An error in `items` is one of the ForEach itself; legs never fail."""
    if may_fail(node.items, machine.scope()):
        leave = broken(machine, node)
        yield Catcher(errors=NAMES[ERROR], assign=leave.assign, next=leave.next)


def _too_large(machine: Machine, node: Parallel | ForEach, legs: list[Machine]) -> Iterator[Catcher]:
    """A join that cannot carry what its legs bring out must not end the run without what is to be undone (C6)."""
    if may_exceed(machine.flow, node, can_fail=any(leg.failing for leg in legs)):
        leave = failed_outside(machine, node, "TooLarge", machine.due(node.id, "failure"))
        yield Catcher(errors=EXCEEDED, assign=leave.assign, next=leave.next)
