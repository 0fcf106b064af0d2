"""What has been asked on every way to a node, and how it turned out: conditions of transitions, as facts.

A forward analysis over the core in canonical order. What a run was given does not change, nor does the output of a
step that has succeeded, so a condition about them holds from then on; what `error` and `key` stand for changes, so
nothing is kept of those. Where ways join, what all of them know is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, final

from wfc.analysis.known import Fact, after, length_of
from wfc.ir.expressions import Compare, Const, Expr, Logical, Name, Not, StepDone
from wfc.ir.nodes import Block, ForEach, Goto, Node, Step, Succeed, Target, Workflow
from wfc.ir.parts import walk
from wfc.ir.text import expression_text
from wfc.ir.types import Bool, Int
from wfc.ir.walk import arms_of, blocks_of

Facts: TypeAlias = Mapping[tuple[str, bool], Fact]
"""By the text of the condition and its outcome."""
Matters: TypeAlias = Callable[[Expr], bool]


@final
@dataclass(frozen=True, slots=True)
class Conditions:
    """`before`: when a node is entered; `ended`: wherever the run's own list has ended with success."""

    before: Mapping[str, Facts]
    ended: tuple[Fact, ...]

    def at(self, node: str) -> tuple[Fact, ...]:
        """What is known when a node is entered."""
        return tuple(self.before[node].values())


def conditions(workflow: Workflow, matters: Matters) -> Conditions:
    """The conditions known at every node of a workflow; those that do not matter are not kept."""
    follow = _Follow(matters)
    ended = follow.list_of(workflow.nodes, workflow.entry, {})
    return Conditions(follow.before, tuple(_joined(ended).values()))


@final
@dataclass(frozen=True, slots=True)
class _Follow:
    matters: Matters
    before: dict[str, Facts] = field(default_factory=dict)

    def list_of(self, nodes: tuple[Node, ...], entry: str, known: Facts) -> list[Facts]:
        """What is known at each end with success of a list, in which every way leads to a node that comes later."""
        ways, ended = defaultdict[str, list[Facts]](list, {entry: [known]}), list[Facts]()
        for node in nodes:
            before = self.before[node.id] = _joined(ways[node.id])
            for block in blocks_of(node):
                self.list_of(block.nodes, block.entry, _inside(node, block, before))
            after_failure = ((catch.target, before) for catch in node.on_failure)
            for target, facts in (*after_failure, *_arms(node, before, self.matters)):
                if isinstance(target, Goto):
                    ways[target.step].append(facts)
                elif isinstance(target, Succeed):
                    ended.append(facts)
        return ended


def _arms(node: Node, before: Facts, matters: Matters) -> Iterator[tuple[Target, Facts]]:
    """Where success leads, and what is known on each way."""
    known = before
    if isinstance(node, Step) and node.poll is not None:
        known = {**known, **_fact(node, node.poll.until, True, matters)}
    for arm in arms_of(node):
        if arm.condition is None:
            yield arm.target, known
            return
        yield arm.target, {**known, **_fact(node, arm.condition, True, matters)}
        known = {**known, **_fact(node, arm.condition, False, matters)}


def _fact(node: Node, condition: Expr, truth: bool, matters: Matters) -> Facts:
    """What follows from a condition for good. Whether a step has succeeded may be another thing later."""
    match condition:
        case Logical(op=op, left=left, right=right) if truth is (op == "and"):
            return {**_fact(node, left, truth, matters), **_fact(node, right, truth, matters)}
        case Not(operand=operand):
            return _fact(node, operand, not truth, matters)
        case _ if any(isinstance(part, StepDone) or _is_passing(part) for part in walk(condition)):
            return {}
        case _:
            later = after(node.id, condition)
            return {(expression_text(later), truth): (later, truth)} if matters(later) else {}


def _is_passing(part: Expr) -> bool:
    return isinstance(part, Name) and part.name in ("error", "key")


def _inside(node: Node, block: Block, before: Facts) -> Facts:
    """What a branch knows, and the body of a `ForEach`: that there is an element, and where it stands."""
    if not isinstance(node, ForEach):
        return before
    kept = {at: fact for at, fact in before.items() if not _of_element(fact[0])}
    index, zero = Name(name="index", type=Int(), span=block.span), Const(value=0, type=Int(), span=block.span)
    own = [Compare(op=">=", left=index, right=zero, type=Bool(), span=block.span)]
    if not _of_element(node.items):
        length = length_of(node.items)
        own.append(Compare(op=">", left=length, right=zero, type=Bool(), span=block.span))
        own.append(Compare(op="<", left=index, right=length, type=Bool(), span=block.span))
    return {**kept, **{(expression_text(one), True): (one, True) for one in own}}


def _of_element(expr: Expr) -> bool:
    return any(isinstance(part, Name) and part.name in ("item", "index") for part in walk(expr))


def _joined(ways: Iterable[Facts]) -> Facts:
    first, *others = [*ways] or [{}]
    return {at: fact for at, fact in first.items() if all(at in other for other in others)}
