"""The core IR: a workflow resolved, typed and free of sugar. Frozen, final, no behaviour; logic over nodes lives in
passes.

Every edge and every end is explicit, defaults are applied, nodes stand in canonical order (C2), and for every point at
which a run can fail the compensations due there are listed. No node knows a target.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.ir.expressions import Expr
from wfc.ir.policies import Cron, Decision, Operation, Retry, Sla
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
    """End the innermost block or the run with success (O6)."""

    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """End the innermost block or the run with an error of its own; its step is the one that took this edge (O6). A
    message that fails is empty (S4).
    """

    type: str
    message: Expr | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FailAgain:
    """End the innermost block or the run with the failure handled last."""

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
class Poll:
    """Call again, `every` after each success, until the condition holds; never later than `timeout` after the first
    attempt began, and at most `max_polls` times (S5).
    """

    until: Expr
    every: int
    timeout: int
    max_polls: int | None


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
    poll: Poll | None
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


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Nodes in canonical order that run from `entry` to an end of their own: a branch (with its name) or a body ("").

    What a block yields is the output of the node it ended with, null when that has none or has failed: `output`.
    """

    name: str
    entry: str
    nodes: tuple["Node", ...]
    output: Type
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Run branches at once and wait until all have settled (P1). The output is a `Record` of what they yield."""

    id: str
    description: str
    branches: tuple[Block, ...]
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """Run a body for each of `items`, at most `max_concurrency` at once (P2). Its lambdas see `item` and `index`."""

    id: str
    description: str
    items: Expr
    item: Type
    body: Block
    max_concurrency: int | None
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A durable timer (T3): `duration` in milliseconds, or an expression for whole seconds; or else `until`, an
    instant as ISO 8601 text. What is not positive or already past is no wait.
    """

    id: str
    description: str
    duration: Expr | int | None
    until: Expr | None
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Call `operation` with the input of `notify`, once, `after` milliseconds from the opening of the window."""

    after: int
    operation: str
    timeout: int | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A human decides (T3). `notify` is called first, with `retry` and `notify_timeout`; then the window of `timeout`
    opens (None: for ever).

    The conditions of `on_success` ask `output.decision`. The decisions in `fails` are failures of the node instead, of
    type `Rejected` and `Timeout`.
    """

    id: str
    description: str
    notify: str
    inputs: Expr | None
    retry: tuple[Retry, ...]
    notify_timeout: int | None
    form: Type | None
    timeout: int | None
    remind: Remind | None
    fails: tuple[Decision, ...]
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Wait for an event by name and correlation (T3); the output is its payload."""

    id: str
    description: str
    event: str
    correlate: Expr
    payload: Type
    timeout: int | None
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Run another workflow and wait for it (C7): the one of `Workflow.children` with this key and version.

    `inputs` and `context` None: the child gets `{}`, and the context of the caller.
    """

    id: str
    description: str
    workflow: str
    version: str
    inputs: Expr | None
    context: Expr | None
    output: Type
    timeout: int | None
    compensation: Compensation | None
    on_success: tuple[Arm, ...]
    on_failure: tuple[Catch, ...]
    handler: bool
    span: Span


Node: TypeAlias = Step | Choice | Parallel | ForEach | Wait | Approval | Receive | Call


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A node's compensation that is due; `certain` when on every path to this point, else only if the node ran (see
    `FailurePoint`). Inside an `UndoEach`, certain speaks of an element whose body has begun.
    """

    step: str
    certain: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEach:
    """What is due of the body of a `ForEach`: all of it for the element with the highest index, then the next lower
    (C2).
    """

    for_each: str
    undo: tuple["Due", ...]


Due: TypeAlias = Undo | UndoEach


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePoint:
    """Where a run can end as failed, and what is then undone, in the order of undoing (reverse canonical). Only nodes
    of the workflow's own list: what fails inside a block fails the node around it, once all of it has settled.

    `after` "failure": the node has failed (whether the failure is unhandled, or an edge leads to `Fail` or
    `FailAgain`). `after` "success": the node has completed, then a condition or the result failed, or an arm leads to
    `Fail`/`FailAgain`.
    """

    node: str
    after: Literal["failure", "success"]
    undo: tuple[Due, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A workflow. `name` is its physical name with the version (`payment_flow_v1`); `file` the spec it comes from.

    `after_compensation` is told of every failed or cancelled run that called an operation (C8). `children` are the
    workflows its `Call`s run, each once.
    """

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
    deadline: int | None
    sla: Sla | None
    after_compensation: Step | None
    triggers: tuple[Cron, ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]
    failure_points: tuple[FailurePoint, ...]
    children: tuple["Workflow", ...]
    file: str
    span: Span
