"""Turn the steps that wait without holding a worker into the surface IR.

One whose indispensable lambda cannot be read is left out: the spec has an error then, and nothing goes on.
"""

from typing import Any

import wfc as spec
from wfc.frontend.build_common import of_yielding
from wfc.frontend.calls import called_workflow
from wfc.frontend.instants import normal_instant
from wfc.frontend.policies import read_compensation, read_escalate
from wfc.frontend.reader import Reader
from wfc.frontend.targets import read_target
from wfc.ir.surface import Approval, Call, Receive, Target, Wait
from wfc.spec.record import Record


def read_wait(record: "spec.Wait", reader: Reader) -> Wait:
    """A durable timer."""
    until = record.until
    return Wait(
        **of_yielding(record, reader),
        duration=(reader.function if callable(record.duration) else reader.duration)(record, "duration"),
        until=normal_instant(until) if isinstance(until, str) else reader.function(record, "until"),
    )


def read_approval(record: "spec.Approval", reader: Reader) -> Approval:
    """A decision of somebody."""
    return Approval(
        **of_yielding(record, reader),
        notify=reader.operations.key(record.notify),
        inputs=reader.function(record, "inputs"),
        form=reader.model(record, "form"),
        timeout=reader.duration(record, "timeout"),
        remind=None if record.remind is None else read_escalate(record.remind, reader),
        on_approved=_target(record, "on_approved", reader),
        on_rejected=_target(record, "on_rejected", reader),
        on_timeout=_target(record, "on_timeout", reader),
    )


def _target(record: Record, name: str, reader: Reader) -> Target | None:
    value: Any = getattr(record, name)
    return None if value is None else read_target(value, reader.argument(record, name), reader)


def read_receive(record: "spec.Receive", reader: Reader) -> Receive | None:
    """An event that is waited for."""
    correlate = reader.function(record, "correlate")
    if correlate is None:
        return None
    return Receive(
        **of_yielding(record, reader),
        event=record.event,
        correlate=correlate,
        payload=reader.model(record, "payload"),
        timeout=reader.duration(record, "timeout"),
    )


def read_call(record: "spec.Call", reader: Reader) -> Call:
    """A run of another workflow."""
    child = called_workflow(record, reader)
    return Call(
        **of_yielding(record, reader),
        workflow="" if child is None else child.key,
        version="" if child is None else child.version,
        inputs=reader.function(record, "inputs"),
        context=reader.function(record, "context"),
        timeout=reader.duration(record, "timeout"),
        compensation=read_compensation(record, reader),
    )
