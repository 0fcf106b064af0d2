"""What a generated DAG file consists of: the target's own model of its output, between the core IR and the text.

Everything called source is Python, one logical line without indentation; the layout is the emitter's business.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias, final


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Go on with a task."""

    kind: ClassVar[str] = "follow"
    task_id: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Go on with nothing, so that the run does not reach its end; `why` is for the reader."""

    kind: ClassVar[str] = "stop"
    why: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class FailWith:
    """Fail the run with an error of its own. `message` is source; `guarded`: evaluating it may fail."""

    kind: ClassVar[str] = "fail"
    type: str
    message: str
    guarded: bool


End: TypeAlias = Follow | Stop | FailWith


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A success edge. `condition` is source, None for the last arm; `guarded`: evaluating it may fail."""

    condition: str | None
    guarded: bool
    end: End


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """A failure edge for these types, or for all."""

    types: tuple[str, ...]
    end: End


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Validate what the run was given. Models are Python names.

    `scheduled`: there are runs of a schedule, which take the defaults of the params.
    """

    kind: ClassVar[str] = "start"
    input: str | None
    context: str | None
    context_key: str
    scheduled: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Run an operation. `handler` is a Python name, `inputs` source, `key` the address of its idempotency key.

    `takes` is the Python name of the model it takes, None for one that takes keywords. `guarded`: evaluating the inputs
    may fail. `keeps`: somebody may read the output.
    """

    kind: ClassVar[str] = "call"
    handler: str
    takes: str | None
    inputs: str
    guarded: bool
    key: str | None
    keeps: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Tell somebody of a breach, if there was one. `breach` is source for it or for None."""

    kind: ClassVar[str] = "alert"
    breach: str
    call: Call


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Choose what comes next: for the task `failing` when that has failed, else by the arms.

    `picked`: the task that has already found the number of the arm.
    """

    kind: ClassVar[str] = "decide"
    failing: str | None
    catches: tuple[Catch, ...]
    arms: tuple[Arm, ...]
    picked: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The conditions of a choice whose failure has an edge: the number of the first arm that is true."""

    kind: ClassVar[str] = "pick"
    arms: tuple[Arm, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Compute the run's output. `value` is source, `model` the Python name of the model it must fit."""

    kind: ClassVar[str] = "result"
    value: str
    guarded: bool
    model: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Rollback:
    """Choose the compensations that are due among those of `steps` (task ids, the latest first).

    `attempted`: those of them that are undone as soon as an attempt has begun.
    """

    kind: ClassVar[str] = "rollback"
    final: str
    suffix: str
    steps: tuple[str, ...]
    attempted: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """End the run: as failed unless the task `final` has succeeded. `undo` are the task ids of the compensations.

    `promise` is source for how long the run may take, when nobody but the log is told of a breach.
    """

    kind: ClassVar[str] = "outcome"
    final: str
    undo: tuple[str, ...]
    promise: str | None


Body: TypeAlias = Start | Call | Alert | Decide | Pick | Result | Rollback | Outcome


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task function. `decorators`, `imports` and `bindings` are source.

    `parameters` are the variables of Airflow's context that it asks for.
    """

    name: str
    decorators: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    doc: str = ""
    imports: tuple[str, ...] = ()
    bindings: tuple[str, ...] = ()
    body: Body


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A task without work, which the scheduler completes by itself: a join, an end, or a way past a detour."""

    name: str
    arguments: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A DAG that only starts the other one, because Airflow has one schedule for each DAG.

    `arguments` (of `@dag`) and `trigger` (of the operator) are source. `skips`: not while an earlier one goes on.
    """

    dag_id: str
    arguments: tuple[str, ...]
    skips: bool
    trigger: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One DAG file. `arguments` (of `@dag`) and `wiring` are source.

    `failing`: ids of the tasks that may fail a run, the latest of the flow first. `traits`: what the helpers must be
    able to do. `addresses`: task id to the address of the calls it makes; `nodes`: task id to the node it stands for.
    """

    dag_id: str
    spec: str
    doc: str
    arguments: tuple[str, ...]
    tasks: tuple[Task | Marker, ...]
    wiring: tuple[str, ...]
    schedules: tuple[Schedule, ...]
    failing: tuple[str, ...]
    traits: frozenset[str]
    addresses: tuple[tuple[str, str], ...]
    nodes: tuple[tuple[str, str], ...]
