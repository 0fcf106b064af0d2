"""The core IR: a workflow resolved, typed and free of sugar. Frozen, final, no behaviour; logic over nodes lives in
passes.

Every edge and every end is explicit, defaults are applied, nodes stand in canonical order (C2), and for every point at
which a run can fail the compensations due there are listed. No node knows a target.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.ir.expressions import Expr
from wfc.ir.policies import Cron, Operation, Retry, Sla
from wfc.ir.types import Model, Type
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Goto:
    """Go on with a step."""

    step: str
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed:
    """End the run with success."""

    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """End the run with an error of its own; its step is the one that took this edge (O6). A message that fails is
    empty (S4).
    """

    type: str
    message: Expr | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FailAgain:
    """End the run with the failure handled last."""

    span: Span


Target: TypeAlias = Goto | Succeed | Fail | FailAgain


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """The first arm whose condition is true is taken. The last arm of a node has none."""

    condition: Expr | None
    target: Target


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """A failure edge for these error types; with no types, for every failure. Without a match the run fails with the
    failure.
    """

    types: tuple[str, ...]
    target: Target


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """How a step is undone. `when="attempted"`: also when it failed after an attempt began; then `output` may be
    null.
    """

    operation: str
    inputs: Expr | None
    retry: tuple[Retry, ...]
    timeout: int | None
    when: Literal["completed", "attempted"]
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Run an operation. `retry` empty: one attempt. `handler`: declared in `handlers`."""

    id: str
    description: str
    operation: str
    inputs: Expr | None
    retry: tuple[Retry, ...]
    timeout: int | None
    sla: Sla | None
    compensation: Compensation | None
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pick the next node by conditions. `on_failure` is for an error in one of them."""

    id: str
    description: str
    arms: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


Node: TypeAlias = Step | Choice


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A step's compensation that is due; `certain` when on every path to this point, else only if the step ran (see
    `FailurePoint`).
    """

    step: str
    certain: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePoint:
    """Where a run can end as failed, and what is then undone, in the order of undoing (reverse canonical).

    `after` "failure": the node has failed (whether the failure is unhandled, or an edge leads to `Fail` or
    `FailAgain`). `after` "success": the node has completed, then a condition or the result failed, or an arm leads to
    `Fail`/`FailAgain`.
    """

    node: str
    after: Literal["failure", "success"]
    undo: tuple[Undo, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A workflow. `name` is its physical name with the version (`payment_flow_v1`); `file` the spec it comes from."""

    key: str
    version: str
    name: str
    title: str
    description: str
    owners: tuple[str, ...]
    tags: tuple[str, ...]
    stability: str
    input: Type | None
    context: Type | None
    output: Type | None
    entry: str
    nodes: tuple[Node, ...]
    result: Expr | None
    sla: Sla | None
    triggers: tuple[Cron, ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]
    failure_points: tuple[FailurePoint, ...]
    file: str
    span: Span
