"""When `after_compensation` is due: behind every failure of a run that has called an operation (C8).

That is known at almost every point; where it is not, tasks note `$called`, and a Choice asks. A failure that comes
before an attempt (S4) is no call.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never, final

from wfc.ir.nodes import (
    Approval,
    Block,
    Call,
    Choice,
    ForEach,
    Goto,
    Node,
    Parallel,
    Receive,
    Step,
    Succeed,
    Undo,
    Wait,
    Workflow,
)
from wfc.ir.policies import NOT_ATTEMPTED
from wfc.ir.walk import arms_of

CALLED = "called"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What has been called on the ways to a place: something on all of them, something on one of them."""

    must: bool
    may: bool


SOME = Calls(must=True, may=True)
PERHAPS = Calls(must=False, may=True)
NONE = Calls(must=False, may=False)

Told: TypeAlias = Mapping[tuple[str, str], tuple[Undo, ...]]


def told(workflow: Workflow, unreached: frozenset[str] = frozenset()) -> Told:
    """The telling that is due before a node has called anything ("before"), and after its "failure" and "success";
    never behind nodes that nothing leads to."""
    last = workflow.after_compensation
    if last is None:
        return {}
    found: dict[tuple[str, str], tuple[Undo, ...]] = {}
    for node, before in _before(workflow, unreached):
        succeeded, failed = _after(node, before)
        found[node.id, "before"] = _due(last, before)
        found[node.id, "failure"] = _due(last, failed)
        found[node.id, "success"] = _due(last, succeeded)
    return found


def asks(workflow: Workflow, due: Told) -> bool:
    """Is there a point at which it is not known whether something was called?

    How a task fails says whether it was attempted, so that of these only what was before counts; not of a child, which
    may have called something whatever it failed with. And all ways to success meet at the result, which can fail.
    """
    open = {(node.id, "failure") for node in workflow.nodes if _tells_by_itself(workflow, node)}
    if any(not one.certain for point, undone in due.items() if point not in open for one in undone):
        return True
    ends = [due[point] for point in _ends(workflow) if point in due] if workflow.result else []
    return any(ends) and not all(one.certain for undone in ends for one in undone or _UNTOLD)


_UNTOLD = (Undo(step="", certain=False),)


def _ends(workflow: Workflow) -> Iterator[tuple[str, str]]:
    """The points at which a run can go to its result."""
    for node in workflow.nodes:
        if any(isinstance(arm.target, Succeed) for arm in arms_of(node)):
            yield node.id, "success"
        if any(isinstance(catch.target, Succeed) for catch in node.on_failure):
            yield from ((node.id, "before"), (node.id, "failure"))


def _tells_by_itself(workflow: Workflow, node: Node) -> bool:
    """Not a step that can fail long after its first attempt, by what it waits for or by what the deadline stops."""
    if isinstance(node, Step):
        return node.poll is None and not (workflow.deadline is not None and node.retry)
    return isinstance(node, Approval)


def _due(last: Step, calls: Calls) -> tuple[Undo, ...]:
    return (Undo(step=last.id, certain=calls.must),) if calls.may else ()


def _before(workflow: Workflow, unreached: frozenset[str]) -> Iterator[tuple[Node, Calls]]:
    """What was called before each node; nodes stand in the order of a run."""
    known: dict[str, list[Calls]] = {workflow.entry: [NONE]}
    for node in workflow.nodes:
        if node.id in unreached:
            continue
        before = _merged(known.get(node.id, [PERHAPS]))
        yield node, before
        for target, calls in _along(node, before):
            known.setdefault(target, []).append(calls)


def _merged(ways: list[Calls]) -> Calls:
    return Calls(must=all(one.must for one in ways), may=any(one.may for one in ways))


def _along(node: Node, before: Calls) -> Iterator[tuple[str, Calls]]:
    succeeded, failed = _after(node, before)
    for arm in arms_of(node):
        if isinstance(arm.target, Goto):
            yield arm.target.step, succeeded
    for catch in node.on_failure:
        if isinstance(catch.target, Goto):
            attempted = bool(catch.types) and NOT_ATTEMPTED.isdisjoint(catch.types)
            calls_itself = isinstance(node, Step | Call | Approval)
            yield catch.target.step, SOME if attempted and calls_itself else failed


def _after(node: Node, before: Calls) -> tuple[Calls, Calls]:
    """What has been called when a node has succeeded, and when it has failed."""
    perhaps = Calls(must=before.must, may=True)
    match node:
        case Step() | Approval() | Call():
            return SOME, perhaps
        case Parallel():
            return SOME if any(map(_surely_calls, node.branches)) else perhaps, perhaps
        case ForEach():
            return perhaps, perhaps
        case Choice() | Wait() | Receive():
            return before, before
        case _:
            assert_never(node)


def _surely_calls(branch: Block) -> bool:
    """Has a branch that succeeded called something? So it has if it begins with a call whose failure fails it."""
    first = next(node for node in branch.nodes if node.id == branch.entry)
    handled = any(isinstance(one.target, Goto | Succeed) for one in first.on_failure)
    return isinstance(first, Step | Call | Approval) and not handled
