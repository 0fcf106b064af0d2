"""Read promises about time, what is due when they break, and compensations."""

import wfc as spec
from wfc.frontend.arguments import check_allowed
from wfc.frontend.reader import Reader
from wfc.frontend.retries import read_retries
from wfc.ir.policies import Escalate, Sla
from wfc.ir.surface import Compensation, CompensationStep


def read_sla(record: "spec.Sla | None", reader: Reader) -> Sla | None:
    """A promise about time."""
    if record is None:
        return None
    return Sla(
        max_duration=reader.duration(record, "max_duration") or 0,
        alert_on_breach=record.alert_on_breach,
        alert=None if record.alert is None else reader.operations.key(record.alert),
        in_flight=record.in_flight,
        escalate=tuple(read_escalate(one, reader) for one in record.escalate),
        span=reader.span(record),
    )


def read_escalate(record: "spec.Escalate", reader: Reader) -> Escalate:
    """A call that is due when something takes long."""
    return Escalate(
        after=reader.duration(record, "after") or 0,
        operation=reader.operations.key(record.operation),
        span=reader.span(record),
    )


def read_compensation(record: "spec.Step | spec.Call", reader: Reader) -> Compensation | CompensationStep | None:
    """How a step is undone."""
    match record.compensation:
        case None:
            return None
        case str() as id:
            return CompensationStep(step=id, span=reader.argument(record, "compensation"))
        case spec.Step(id=id):
            return CompensationStep(step=id, span=reader.argument(record, "compensation"))
        case compensation:
            check_allowed(compensation, "when", reader.sources, reader.found)
            return Compensation(
                operation=reader.operations.key(compensation.operation),
                inputs=reader.function(compensation, "inputs"),
                retry=read_retries(compensation.retry, compensation.operation.errors, reader),
                timeout=reader.duration(compensation, "timeout"),
                when=compensation.when,
                span=reader.span(compensation),
            )
