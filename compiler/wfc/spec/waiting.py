"""Steps that wait without holding a worker: for a time, for a person, for an event, for another workflow."""

from __future__ import annotations

from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Any

from wfc.spec.generics import Ctx, In, Out
from wfc.spec.record import record
from wfc.spec.step import Yielding
from wfc.spec.views import Decision

if TYPE_CHECKING:
    from wfc.spec.operation import Operation
    from wfc.spec.policies import Compensation, Duration
    from wfc.spec.promises import Escalate
    from wfc.spec.protocols import Inputs, Value
    from wfc.spec.transitions import Target
    from wfc.spec.workflow import Workflow


@record
class Wait(Yielding[In, Ctx, None]):
    """A durable timer: for a `duration`, or `until` an instant (ISO 8601, in UTC unless it says otherwise).

    A lambda yields whole seconds for the one, a datetime for the other.
    """

    _: KW_ONLY
    duration: Duration | Value[In, Ctx] | None = None
    until: Value[In, Ctx] | str | None = None


@record
class Approval(Yielding[In, Ctx, Decision[Out]]):
    """A human decides. `notify` asks; when it has succeeded, the window of `timeout` opens, or stays open for ever.

    The output is a `Decision`, whose `data` is a `form` model where it was approved. A decision without an edge of its
    own fails the step, with type `Rejected` or `Timeout`. `remind` asks once more, with the same inputs.
    """

    _: KW_ONLY
    notify: Operation[Any]
    inputs: Inputs[In, Ctx] | None = None
    form: type[Out] | None = None
    timeout: Duration | None = None
    remind: Escalate | None = None
    on_approved: Target[In, Ctx] | None = None
    on_rejected: Target[In, Ctx] | None = None
    on_timeout: Target[In, Ctx] | None = None


@record
class Receive(Yielding[In, Ctx, Out]):
    """Wait for an external event of this name whose correlation is the text that `correlate` yields.

    Events that came since the run began are kept, in order. The output is the payload. `timeout` is a failure.
    """

    _: KW_ONLY
    event: str
    correlate: Value[In, Ctx]
    payload: type[Out] | None = None
    timeout: Duration | None = None


@record
class Call(Yielding[In, Ctx, Out]):
    """Run another workflow, an object or `"key@version"`, and wait for it; without a `context` it gets the caller's.

    The output is that of the called workflow. One that fails has undone its own work, and the call fails with its type
    and message; one that has succeeded is undone by the `compensation` of the call only.
    """

    _: KW_ONLY
    workflow: Workflow[Any, Any, Out] | str
    inputs: Inputs[In, Ctx] | None = None
    context: Inputs[In, Ctx] | None = None
    timeout: Duration | None = None
    compensation: Compensation[In, Ctx, Out] | str | None = None
