"""What a task function of a generated DAG file does: one class for each kind of body, one macro in `bodies.jinja` each;
`inner_bodies` has those of nodes of several tasks.

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
    """Run an operation. `handler` is a Python name, `inputs` source, `key` source of what follows the run in its key.

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

    `attempted`: those of them that are undone as soon as an attempt has begun. `each`: those that are a `ForEach`,
    whose elements are asked later; `items` is the suffix of the task that shows that it was reached. `told`: the
    task that runs after them, if there is one.
    """

    kind: ClassVar[str] = "rollback"
    final: str
    suffix: str
    steps: tuple[str, ...]
    attempted: tuple[str, ...]
    each: tuple[str, ...]
    items: str
    told: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """End the run: as failed unless the task `final` has succeeded. `undo` are the task ids of the compensations,
    `each` those that undo elements.

    `promise` is source for how long the run may take, when nobody but the log is told of a breach.
    """

    kind: ClassVar[str] = "outcome"
    final: str
    undo: tuple[str, ...]
    each: tuple[str, ...]
    promise: str | None
