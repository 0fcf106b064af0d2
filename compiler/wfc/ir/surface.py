"""The surface IR: a spec as its author wrote it, as data, with a place for everything. Nothing is judged yet.

Lambdas are Python syntax trees here; `infer_types` adds their typed form. `desugar` turns all of this into `ir.nodes`.
"""

import ast
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.ir.expressions import Expr
from wfc.ir.policies import Cron, Decision, Escalate, Operation, Retry, Sla
from wfc.ir.types import Model, Type
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True)
class ConstantValue:
    """A name in a lambda that stands for a JSON-like constant of the module or of a step-making function; canonical
    JSON text.
    """

    json: str


@final
@dataclass(frozen=True, slots=True)
class StepName:
    """A name in a lambda that stands for a `Step` object."""

    id: str


@final
@dataclass(frozen=True, slots=True)
class ModelClass:
    """A name in a lambda that stands for a pydantic model class."""

    path: str


@final
@dataclass(frozen=True, slots=True)
class EnumClass:
    """A name in a lambda that stands for an Enum class, with its members' values."""

    path: str
    members: tuple[tuple[str, str | int], ...]


@final
@dataclass(frozen=True, slots=True)
class Unusable:
    """A name in a lambda that a workflow cannot use; `what` completes "`x` is ...", `instead` is what to do."""

    what: str
    exists: bool = True
    instead: str = "pass what the workflow needs through `input`, or make it an operation"


Meaning: TypeAlias = ConstantValue | StepName | ModelClass | EnumClass | Unusable


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Lambda:
    """A lambda (or a one-return `def`) of the spec. `body` has the columns of
    the module's text, counted in characters, so spans are exact.

    `names` says what the free names of the body stand for (names that are neither parameters nor here are builtins or
    unknown). `typed` is filled by `infer_types` and is None before, or when the lambda has errors.
    """

    parameters: tuple[str, ...]
    body: ast.expr
    names: tuple[tuple[str, Meaning], ...]
    span: Span
    typed: Expr | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ToStep:
    """A transition to a step, by id."""

    step: str
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ToNext:
    """`NEXT`: the step that follows in the list."""

    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ToSuccess:
    """`SUCCEED`."""

    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ToFailure:
    """`FAIL` (type None: with the failure handled last), or `Fail(type, message)`."""

    type: str | None
    message: Lambda | str | None
    span: Span


Target: TypeAlias = ToStep | ToNext | ToSuccess | ToFailure


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """`When(condition, target)`, or with condition None `Otherwise(target)` or the plain target."""

    condition: Lambda | None
    target: Target
    span: Span
    decision: Decision | None = None
    """Of an approval: the decision that this edge is for. Only `wfc.analysis.graph` makes such arms."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """`OnError(types, target)`, or with types None `Otherwise(target)` or the plain target.

    `types` has the subclasses that the step's operation declares added behind each class (S2).
    """

    types: tuple[str, ...] | None
    target: Target
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """`Compensation(operation, inputs, ...)`; `retry` None means the default of C3."""

    operation: str
    inputs: Lambda | None
    retry: tuple[Retry, ...] | None
    timeout: int | None
    when: Literal["completed", "attempted"]
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationStep:
    """`compensation="refund-payment"`: the step of `handlers` that undoes this one."""

    step: str
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """`Poll(...)`: repeat until the condition holds (S5)."""

    until: Lambda
    every: int
    timeout: int
    max_polls: int | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`Step(...)`. None means that the author wrote nothing; `Defaults` are not applied yet."""

    id: str
    id_span: Span
    description: str
    operation: str
    inputs: Lambda | None
    retry: tuple[Retry, ...] | None
    timeout: int | None
    sla: Sla | None
    compensation: Compensation | CompensationStep | None
    poll: Poll | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`Choice(...)`."""

    id: str
    id_span: Span
    description: str
    transitions: tuple[Arm, ...]
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A list of steps inside a step: a branch of a `Parallel` with its name, or the body of a `ForEach` (name "")."""

    name: str
    steps: tuple["Node", ...]
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """`Parallel(...)`; branches in the order of the dict."""

    id: str
    id_span: Span
    description: str
    branches: tuple[Block, ...]
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """`ForEach(...)`."""

    id: str
    id_span: Span
    description: str
    items: Lambda
    body: Block
    max_concurrency: int | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """`Wait(...)`: exactly one of `duration` (milliseconds, or a lambda that yields whole seconds) and `until` (ISO
    8601 text, or a lambda that yields a datetime) is given; `check_shape` has seen to it.
    """

    id: str
    id_span: Span
    description: str
    duration: Lambda | int | None
    until: Lambda | str | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """`Approval(...)`; `on_success` is what an `on_approved` that is None means."""

    id: str
    id_span: Span
    description: str
    notify: str
    inputs: Lambda | None
    form: Type | None
    timeout: int | None
    remind: Escalate | None
    on_approved: Target | None
    on_rejected: Target | None
    on_timeout: Target | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """`Receive(...)`; a payload without a model may be any JSON."""

    id: str
    id_span: Span
    description: str
    event: str
    correlate: Lambda
    payload: Type | None
    timeout: int | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`Call(...)`: `workflow` and `version` name one of `Workflow.children`."""

    id: str
    id_span: Span
    description: str
    workflow: str
    version: str
    inputs: Lambda | None
    context: Lambda | None
    timeout: int | None
    compensation: Compensation | CompensationStep | None
    on_success: tuple[Arm, ...] | None
    on_failure: tuple[Catch, ...] | None
    span: Span


Node: TypeAlias = Step | Choice | Parallel | ForEach | Wait | Approval | Receive | Call


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """`Defaults(...)`."""

    retry: tuple[Retry, ...] | None
    timeout: int | None
    on_failure: tuple[Catch, ...] | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """`Workflow(...)`. `operations` and `models` are all that the workflow reaches, by key and by path.

    `children` are the workflows that its `Call`s name, each once, in the order of the calls; they have children of
    their own.
    """

    key: str
    version: str
    title: str
    description: str
    owners: tuple[str, ...]
    tags: tuple[str, ...]
    stability: str
    input: Type | None
    context: Type | None
    output: Type | None
    steps: tuple[Node, ...]
    handlers: tuple[Node, ...]
    entry: str | None
    result: Lambda | None
    defaults: Defaults
    deadline: int | None
    sla: Sla | None
    after_compensation: Step | None
    triggers: tuple[Cron, ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]
    children: tuple["Workflow", ...]
    file: str
    span: Span
    key_span: Span
