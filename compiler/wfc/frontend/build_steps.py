"""Turn every kind of step into the surface IR: data with a place for everything, nothing judged.

A step whose indispensable lambda cannot be read is left out: the spec has an error then, and nothing goes on.
"""

import ast
from collections.abc import Iterable

import wfc as spec
from wfc.frontend.build_common import of_all, of_yielding
from wfc.frontend.build_edges import read_arms
from wfc.frontend.build_waits import read_approval, read_call, read_receive, read_wait
from wfc.frontend.policies import read_compensation, read_sla
from wfc.frontend.reader import Reader
from wfc.frontend.retries import read_retries
from wfc.ir import surface
from wfc.source import Span
from wfc.spec.step import Node


def read_nodes(records: Iterable[Node], reader: Reader) -> tuple[surface.Node, ...]:
    """A list of steps."""
    nodes = [_node(record, reader) for record in records]
    return tuple(node for node in nodes if node is not None)


def _node(record: Node, reader: Reader) -> surface.Node | None:
    match record:
        case spec.Step():
            return read_step(record, reader)
        case spec.Choice():
            arms = read_arms(record, "transitions", reader) or ()
            return surface.Choice(**of_all(record, reader), transitions=arms)
        case spec.Parallel():
            return _parallel(record, reader)
        case spec.ForEach():
            return _for_each(record, reader)
        case spec.Wait():
            return read_wait(record, reader)
        case spec.Approval():
            return read_approval(record, reader)
        case spec.Receive():
            return read_receive(record, reader)
        case spec.Call():
            return read_call(record, reader)
        case _:
            raise TypeError(f"a kind of step without a reading: {type(record).__name__}")


def read_step(record: "spec.Step", reader: Reader) -> surface.Step:
    """A `Step`, wherever it stands."""
    return surface.Step(
        **of_yielding(record, reader),
        operation=reader.operations.key(record.operation),
        inputs=reader.function(record, "inputs"),
        retry=read_retries(record.retry, record.operation.errors, reader),
        timeout=reader.duration(record, "timeout"),
        sla=read_sla(record.sla, reader),
        compensation=read_compensation(record, reader),
        poll=None if record.poll is None else _poll(record.poll, reader),
    )


def _poll(record: "spec.Poll", reader: Reader) -> surface.Poll | None:
    until = reader.function(record, "until")
    if until is None:
        return None
    return surface.Poll(
        until=until,
        every=reader.duration(record, "every") or 0,
        timeout=reader.duration(record, "timeout") or 0,
        max_polls=record.max_polls,
        span=reader.span(record),
    )


def _parallel(record: "spec.Parallel", reader: Reader) -> surface.Parallel:
    branches = tuple(
        surface.Block(name=name, steps=read_nodes(steps, reader), span=_branch_span(record, name, reader))
        for name, steps in record.branches.items()
    )
    return surface.Parallel(**of_yielding(record, reader), branches=branches)


def _branch_span(record: "spec.Parallel", name: str, reader: Reader) -> Span:
    written = reader.sources.argument(record, "branches")
    if written is not None and isinstance(written[1], ast.Dict):
        for key, value in zip(written[1].keys, written[1].values, strict=True):
            if isinstance(key, ast.Constant) and key.value == name:
                end = (value.end_lineno or value.lineno, value.end_col_offset or value.col_offset)
                return written[0].span_at((key.lineno, key.col_offset, *end))
    return reader.argument(record, "branches")


def _for_each(record: "spec.ForEach", reader: Reader) -> surface.ForEach | None:
    items = reader.function(record, "items")
    body = surface.Block(name="", steps=read_nodes(record.steps, reader), span=reader.argument(record, "steps"))
    if items is None:
        return None
    return surface.ForEach(
        **of_yielding(record, reader), items=items, body=body, max_concurrency=record.max_concurrency
    )
