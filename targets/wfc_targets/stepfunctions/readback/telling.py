"""When `after_compensation` is due: behind every failure of a run that has called an operation (C8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import final

from wfc.ir.nodes import Approval, Block, Call, ForEach, Goto, Node, Step, Workflow
from wfc.ir.policies import NOT_ATTEMPTED
from wfc.ir.walk import arms_of, blocks_of, walk_nodes


@final
@dataclass(slots=True)
class Telling:
    """What was certainly, or perhaps, called on the ways to each node of the workflow's own list."""

    workflow: Workflow
    before: Mapping[str, tuple[bool, bool]] = field(init=False)

    def __post_init__(self) -> None:
        self.before = dict(_before(self.workflow))

    def behind(self, node: str) -> bool | None:
        """Must it be told when a run fails behind this node? None where that must be asked."""
        return _answer(*_after(self._node(node), self.before[node])) if self._is_asked(node) else False

    def after(self, node: str, begun: bool | None) -> bool | None:
        """The same when the node itself has failed, an attempt begun or not."""
        if not self._is_asked(node):
            return False
        must, may = self.before[node]
        one = self._node(node)
        if isinstance(one, Step | Call | Approval):
            return _answer(must or begun is True, may or begun is not False)
        return _answer(must, may or any(map(_calls, walk_nodes((one,)))))

    def _is_asked(self, node: str) -> bool:
        return self.workflow.after_compensation is not None and node in self.before

    def _node(self, node: str) -> Node:
        return next(one for one in self.workflow.nodes if one.id == node)


def _answer(must: bool, may: bool) -> bool | None:
    return True if must else None if may else False


def _before(workflow: Workflow) -> Iterator[tuple[str, tuple[bool, bool]]]:
    known: dict[str, list[tuple[bool, bool]]] = {workflow.entry: [(False, False)]}
    for node in workflow.nodes:
        ways = known.get(node.id, [(False, True)])
        before = all(must for must, _ in ways), any(may for _, may in ways)
        yield node.id, before
        for target, after in _along(node, before):
            known.setdefault(target, []).append(after)


def _along(node: Node, before: tuple[bool, bool]) -> Iterator[tuple[str, tuple[bool, bool]]]:
    for arm in arms_of(node):
        if isinstance(arm.target, Goto):
            yield arm.target.step, _after(node, before)
    for catch in node.on_failure:
        if isinstance(catch.target, Goto):
            called = _calls(node) and bool(catch.types) and NOT_ATTEMPTED.isdisjoint(catch.types)
            may = before[1] or any(map(_calls, walk_nodes((node,))))
            yield catch.target.step, (before[0] or called, may)


def _after(node: Node, before: tuple[bool, bool]) -> tuple[bool, bool]:
    must = _calls(node) or any(_surely_calls(one) for one in blocks_of(node) if not isinstance(node, ForEach))
    return before[0] or must, before[1] or any(map(_calls, walk_nodes((node,))))


def _calls(node: Node) -> bool:
    return isinstance(node, Step | Call | Approval)


def _surely_calls(branch: Block) -> bool:
    """So it has if it begins with a call whose failure fails it."""
    first = next(one for one in branch.nodes if one.id == branch.entry)
    return _calls(first) and not first.on_failure
