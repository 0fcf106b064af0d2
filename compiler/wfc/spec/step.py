"""The nodes of a workflow: what every kind of step has, and the kinds that run one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Any, Generic

from wfc.spec.generics import Ctx, In, Out
from wfc.spec.record import Record, record

if TYPE_CHECKING:
    from wfc.spec.operation import Operation
    from wfc.spec.policies import Compensation, Duration, Poll, Retry
    from wfc.spec.promises import Sla
    from wfc.spec.protocols import Inputs
    from wfc.spec.transitions import OnFailure, OnSuccess, Otherwise, When


@record
class Node(Record, Generic[In, Ctx]):
    """What all kinds of step have. Not written in a spec."""

    _: KW_ONLY
    id: str
    description: str = ""
    on_failure: OnFailure[In, Ctx] | None = None


@record
class Yielding(Node[In, Ctx], Generic[In, Ctx, Out]):
    """A step with an output, which `steps[this].output` reads. Not written in a spec."""

    _: KW_ONLY
    on_success: OnSuccess[In, Ctx, Out] | None = None


@record
class Step(Yielding[In, Ctx, Out]):
    """Run an operation."""

    _: KW_ONLY
    operation: Operation[Out]
    inputs: Inputs[In, Ctx] | None = None
    retry: Retry | Sequence[Retry] | None = None
    timeout: Duration | None = None
    sla: Sla | None = None
    compensation: Compensation[In, Ctx, Out] | Step[Any, Any, Any] | str | None = None
    poll: Poll[In, Ctx, Out] | None = None


@record
class Choice(Node[In, Ctx]):
    """Pick the next step by conditions alone; the last arm may be `Otherwise`."""

    _: KW_ONLY
    transitions: Sequence[When[In, Ctx, None] | Otherwise[In, Ctx]]
