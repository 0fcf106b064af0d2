"""The values that a platform has to carry from one place to another, with what is known of their size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, final

from wfc.analysis.sizes import Size, Sizes, listed, total
from wfc.diagnostics import Severity
from wfc.ir.expressions import Name, StepOutput
from wfc.ir.nodes import Approval, Call, ForEach, Node, Parallel, Receive, Step, Workflow
from wfc.ir.parts import walk
from wfc.ir.types import Record
from wfc.ir.uses import expressions_of
from wfc.ir.walk import all_nodes, arms_of, operations_by_key
from wfc.source import Span
from wfc.target import Limit


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One value. `what` names it in a message; `how` is the sum behind its size, where it has parts."""

    kind: Literal["run", "input", "output", "legs"]
    what: str
    size: Size
    span: Span
    how: tuple[str, ...] = ()


def payloads(workflow: Workflow, sizes: Sizes) -> Iterator[Payload]:
    """The input of the run, what its nodes are given and yield, what legs bring out, and the result."""
    start = total(sizes.of_type(workflow.input), sizes.of_type(workflow.context))
    yield Payload(kind="run", what=f"the input of `{workflow.key}`", size=start, span=workflow.span)
    operations, read = operations_by_key(workflow), _read(workflow)
    for node in all_nodes(workflow):
        yield from _given(node, workflow, sizes)
        if isinstance(node, Step):
            size = sizes.of_type(operations[node.operation].output)
            yield Payload(kind="output", what=f"the output of `{node.id}`", size=size, span=node.span)
        elif isinstance(node, Call | Receive):
            size = sizes.of_type(node.output if isinstance(node, Call) else node.payload)
            yield Payload(kind="output", what=f"the output of `{node.id}`", size=size, span=node.span)
        elif isinstance(node, Parallel | ForEach) and node.id in read:
            yield _legs(node, sizes)
    if workflow.result is not None:
        size = _narrower(sizes.of_expression(workflow.result), sizes.of_type(workflow.output))
        yield Payload(kind="run", what=f"the result of `{workflow.key}`", size=size, span=workflow.result.span)


def too_large(found: Iterable[Payload], most: int, whose: str, help: str) -> Iterator[Limit]:
    """What does not fit into `most` bytes: for certain, or when models are filled to what they allow."""
    for payload in found:
        least, reached = payload.size.least, payload.size.most
        if least > most:
            message = f"{payload.what} takes at least {least:,} bytes, more than the {most:,} {whose}"
            yield Limit(span=payload.span, message=message, help=help, severity=Severity.ERROR, notes=payload.how)
        elif reached is not None and reached > most:
            message = f"{payload.what} may take {reached:,} bytes by its model, more than the {most:,} {whose}"
            yield Limit(span=payload.span, message=message, help=help, severity=Severity.WARNING, notes=payload.how)


def _given(node: Node, workflow: Workflow, sizes: Sizes) -> Iterator[Payload]:
    match node:
        case Step() | Approval() | Call():
            inputs = node.inputs
        case _:
            return
    if inputs is not None:
        size = total(sizes.of_expression(inputs), _context(node, workflow, sizes))
        yield Payload(kind="input", what=f"the input of `{node.id}`", size=size, span=inputs.span)
    undo = None if isinstance(node, Approval) else node.compensation
    if undo is not None and undo.inputs is not None:
        size = sizes.of_expression(undo.inputs)
        what = f"the input of what undoes `{node.id}`"
        yield Payload(kind="input", what=what, size=size, span=undo.inputs.span)


def _context(node: Node, workflow: Workflow, sizes: Sizes) -> Size:
    """A called workflow is given one as well: that of the caller, if it has none of its own."""
    if not isinstance(node, Call):
        return Size(0, 0)
    return sizes.of_type(workflow.context) if node.context is None else sizes.of_expression(node.context)


def _legs(node: Parallel | ForEach, sizes: Sizes) -> Payload:
    if isinstance(node, ForEach):
        count, each = sizes.length(node.items), sizes.of_type(node.body.output)
        how: tuple[str, ...] = (f"{'elements':<20} {_range(count)}", f"{'bytes of each':<20} {_range(each)}")
        size = listed(count, each)
    else:
        parts = {branch.name: sizes.of_type(branch.output) for branch in node.branches}
        how = tuple(f"{name:<20} {_range(part)}" for name, part in parts.items())
        size = sizes.of_type(Record(tuple((branch.name, branch.output) for branch in node.branches)))
    return Payload(kind="legs", what=f"what `{node.id}` brings together", size=size, span=node.span, how=how)


def _range(size: Size) -> str:
    if size.least == size.most:
        return f"{size.least:,}"
    return f"at least {size.least:,}" if size.most is None else f"{size.least:,} to {size.most:,}"


def _narrower(one: Size, other: Size) -> Size:
    """What fits both."""
    mosts = [most for most in (one.most, other.most) if most is not None]
    return Size(max(one.least, other.least), min(mosts, default=None))


def _read(workflow: Workflow) -> frozenset[str]:
    """The nodes whose output some lambda reads."""
    read = {part.step for expr in expressions_of(workflow) for part in walk(expr) if isinstance(part, StepOutput)}
    own = {
        node.id
        for node in all_nodes(workflow)
        for arm in arms_of(node)
        if arm.condition is not None
        if any(isinstance(part, Name) and part.name == "output" for part in walk(arm.condition))
    }
    return frozenset(read | own)
