"""The lambdas whose failure no edge handles (S4), with what is known where they are evaluated.

The message of a `Fail` is none of them, because the failure stays what it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never, final

from wfc.analysis.conditions import Conditions, conditions
from wfc.analysis.known import Fact, plain, subjects
from wfc.analysis.raising import risks
from wfc.analysis.sizes import Sizes
from wfc.ir.expressions import Expr
from wfc.ir.nodes import Approval, Call, Choice, FailAgain, ForEach, Node, Parallel, Receive, Step, Wait, Workflow
from wfc.ir.uses import expressions_of
from wfc.ir.walk import arms_of, blocks_of

_FAILS = "then the step fails with `ExpressionError`, and nothing handles that"
_DECIDES = "then the run fails with `ExpressionError`, although the step has succeeded: its `on_failure` is not asked"
_UNDOES = "then the compensation fails, and what it was to undo stays"
_ENDS = "then the run fails with `ExpressionError`, although everything in it has succeeded"
_TELLS = "then nobody is told that the run has failed"


@final
@dataclass(frozen=True, slots=True)
class Slot:
    """A lambda that nothing handles the failure of; `so` says what that leads to."""

    written: Expr
    known: tuple[Fact, ...]
    what: str
    so: str
    can_handle: bool = False
    is_list: bool = False


def unhandled(workflow: Workflow, sizes: Sizes) -> Iterator[Slot]:
    """All of them, in the order of the nodes."""
    everything = [risk for expr in expressions_of(workflow) for risk in risks(expr, (), sizes)]
    asked = {subject for risk in everything if risk.need is not None for subject in subjects(plain(risk.need))}
    known = conditions(workflow, lambda condition: not asked.isdisjoint(subjects(plain(condition))))
    yield from _in_list(workflow.nodes, False, known)
    if workflow.result is not None:
        yield Slot(workflow.result, known.ended, "`result`", _ENDS)
    last = workflow.after_compensation
    if last is not None and last.inputs is not None:
        yield Slot(last.inputs, (), f"`inputs` of `{last.id}`", _TELLS)


def _in_list(nodes: Iterable[Node], is_handled: bool, known: Conditions) -> Iterator[Slot]:
    """The lambdas of a list of nodes; `is_handled`: something around it takes its failure."""
    for node in nodes:
        own = is_handled or handles(node)
        facts = known.at(node.id)
        if not own:
            for name, written in _own(node):
                yield Slot(written, facts, f"`{name}` of `{node.id}`", _FAILS, True, name == "items")
        if not (own if isinstance(node, Choice) else is_handled):
            yield from _conditions(node, facts)
        if isinstance(node, Step | Call) and node.compensation is not None and node.compensation.inputs is not None:
            yield Slot(node.compensation.inputs, facts, f"the compensation of `{node.id}`", _UNDOES)
        for block in blocks_of(node):
            yield from _in_list(block.nodes, own, known)


def handles(node: Node) -> bool:
    """Does an edge of the node take an `ExpressionError`, and not merely to fail with it again?"""
    taken = (catch for catch in node.on_failure if not catch.types or "ExpressionError" in catch.types)
    first = next(taken, None)
    return first is not None and not isinstance(first.target, FailAgain)


def _own(node: Node) -> Iterator[tuple[str, Expr]]:
    """The lambdas whose failure is the node's."""
    match node:
        case Step():
            yield from _given(("inputs", node.inputs), ("until", node.poll and node.poll.until))
        case Call():
            yield from _given(("inputs", node.inputs), ("context", node.context))
        case ForEach():
            yield "items", node.items
        case Wait():
            yield from _given(("until", node.until), ("duration", node.duration))
        case Approval():
            yield from _given(("inputs", node.inputs))
        case Receive():
            yield "correlate", node.correlate
        case Choice() | Parallel():
            return
        case _:
            assert_never(node)


def _given(*lambdas: tuple[str, Expr | int | None]) -> Iterator[tuple[str, Expr]]:
    yield from ((name, written) for name, written in lambdas if written is not None and not isinstance(written, int))


def _conditions(node: Node, facts: tuple[Fact, ...]) -> Iterator[Slot]:
    """Each is asked when those before it were false, and those of a poll when its own condition has become true."""
    if isinstance(node, Step) and node.poll is not None:
        facts = (*facts, (node.poll.until, True))
    so, can_handle = (_FAILS, True) if isinstance(node, Choice) else (_DECIDES, False)
    for arm in arms_of(node):
        if arm.condition is not None:
            yield Slot(arm.condition, facts, f"a condition of `{node.id}`", so, can_handle)
            facts = (*facts, (arm.condition, False))
