"""Promises about time, and who is told when something takes longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.operation import Operation
    from wfc.spec.policies import Duration


@record
class Escalate(Record):
    """Call `operation` when something has gone on for `after`: a step or run under an `Sla`, or an open approval."""

    after: Duration
    operation: Operation[Any]


@record
class Sla(Record):
    """A promise about duration. It only alerts: by the operation `alert`, or else by the target's own channel.

    With `in_flight` the alert goes out while the step or run still goes on; each of `escalate` then calls one more
    operation, later than the one before. It sees no lambdas: what the operations are told is fixed.
    """

    max_duration: Duration
    alert_on_breach: bool = True
    alert: Operation[Any] | None = None
    in_flight: bool = False
    escalate: Sequence[Escalate] = ()
