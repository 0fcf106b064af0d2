"""Turn every kind of step into the surface IR: data with a place for everything, nothing judged.

A step whose indispensable lambda cannot be read is left out: the spec has an error then, and nothing goes on.
"""

import ast
from collections.abc import Iterable
from typing import Any, TypedDict

import wfc as spec
from wfc.frontend.build_edges import Declared, read_arms, read_catches, read_target
from wfc.frontend.calls import called_workflow
from wfc.frontend.instants import normal_instant
from wfc.frontend.policies import read_retries
from wfc.frontend.reader import Reader
from wfc.ir import surface
from wfc.source import Span
from wfc.spec.record import Record
from wfc.spec.step import Node, Yielding


class _OfAll(TypedDict):
    id: str
    id_span: Span
    description: str
    on_failure: tuple[surface.Catch, ...] | None
    span: Span


class _OfYielding(_OfAll):
    on_success: tuple[surface.Arm, ...] | None


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
            return surface.Choice(**_of_all(record, reader), transitions=arms)
        case spec.Parallel():
            return _parallel(record, reader)
        case spec.ForEach():
            return _for_each(record, reader)
        case spec.Wait():
            return _wait(record, reader)
        case spec.Approval():
            return _approval(record, reader)
        case spec.Receive():
            return _receive(record, reader)
        case spec.Call():
            return _call(record, reader)
        case _:
            raise TypeError(f"a kind of step without a reading: {type(record).__name__}")


def _of_all(record: Node, reader: Reader, declared: Declared = ()) -> _OfAll:
    return {
        "id": record.id,
        "id_span": reader.argument(record, "id"),
        "description": record.description,
        "on_failure": read_catches(record, reader, declared),
        "span": reader.span(record),
    }


def _of_yielding(record: Yielding, reader: Reader, declared: Declared = ()) -> _OfYielding:
    return {**_of_all(record, reader, declared), "on_success": read_arms(record, "on_success", reader)}


def read_step(record: "spec.Step", reader: Reader) -> surface.Step:
    """A `Step`, wherever it stands."""
    declared = record.operation.errors
    return surface.Step(
        **_of_yielding(record, reader, declared),
        operation=reader.operations.key(record.operation),
        inputs=reader.function(record, "inputs"),
        retry=read_retries(record.retry, declared, reader.sources, reader.found),
        timeout=reader.duration(record, "timeout"),
        sla=reader.sla(record.sla),
        compensation=reader.compensation(record),
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
    return surface.Parallel(**_of_yielding(record, reader), branches=branches)


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
        **_of_yielding(record, reader), items=items, body=body, max_concurrency=record.max_concurrency
    )


def _wait(record: "spec.Wait", reader: Reader) -> surface.Wait:
    until = record.until
    return surface.Wait(
        **_of_yielding(record, reader),
        duration=(reader.function if callable(record.duration) else reader.duration)(record, "duration"),
        until=normal_instant(until) if isinstance(until, str) else reader.function(record, "until"),
    )


def _approval(record: "spec.Approval", reader: Reader) -> surface.Approval:
    return surface.Approval(
        **_of_yielding(record, reader, record.notify.errors),
        notify=reader.operations.key(record.notify),
        inputs=reader.function(record, "inputs"),
        form=reader.model(record, "form"),
        timeout=reader.duration(record, "timeout"),
        remind=None if record.remind is None else reader.escalate(record.remind),
        on_approved=_target(record, "on_approved", reader),
        on_rejected=_target(record, "on_rejected", reader),
        on_timeout=_target(record, "on_timeout", reader),
    )


def _target(record: Record, name: str, reader: Reader) -> surface.Target | None:
    value: Any = getattr(record, name)
    return None if value is None else read_target(value, reader.argument(record, name), reader)


def _receive(record: "spec.Receive", reader: Reader) -> surface.Receive | None:
    correlate = reader.function(record, "correlate")
    if correlate is None:
        return None
    return surface.Receive(
        **_of_yielding(record, reader),
        event=record.event,
        correlate=correlate,
        payload=reader.model(record, "payload"),
        timeout=reader.duration(record, "timeout"),
    )


def _call(record: "spec.Call", reader: Reader) -> surface.Call:
    child = called_workflow(record, reader)
    return surface.Call(
        **_of_yielding(record, reader),
        workflow="" if child is None else child.key,
        version="" if child is None else child.version,
        inputs=reader.function(record, "inputs"),
        context=reader.function(record, "context"),
        timeout=reader.duration(record, "timeout"),
        compensation=reader.compensation(record),
    )
