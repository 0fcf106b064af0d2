"""What a task function was read to do: one class for each form that a body can have."""

import ast
from dataclasses import dataclass
from typing import TypeAlias, final


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """Source of an expression. `guarded`: a failure of it becomes an `ExpressionError` or an empty message; None where
    the helper sees to that.
    """

    node: ast.expr
    guarded: bool | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Invoked:
    """A call of an operation. `takes`: path of the model; `key`: what stands behind the run in the key."""

    handler: str
    takes: str | None
    inputs: Evaluated
    key: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Call an operation; `kept`: the output is the task's. `breach`: only if there is this."""

    invoked: Invoked
    kept: bool
    breach: ast.expr | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Call it again and again."""

    invoked: Invoked
    until: Evaluated
    every: int
    timeout: int
    max_polls: int | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Validate: paths of models, the param of the context. `from_params`: a run of the schedule takes these."""

    input: str | None
    context: str | None
    context_key: str | None
    scheduled: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Go on with this task."""

    task: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Go on with nothing."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """Fail with this type."""

    type: str
    message: Evaluated


End: TypeAlias = Follow | Stop | Raise


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Chooses:
    """Choose what comes next: by what `failing` failed with (`late`: not if that is the deadline), then by conditions,
    or by the number that `picked` has found.
    """

    failing: str | None
    late: bool
    catches: tuple[tuple[tuple[str, ...], End], ...]
    picked: str | None
    arms: tuple[tuple[Evaluated | None, End], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """Find the number of the first condition that is true."""

    arms: tuple[Evaluated | None, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Gives:
    """Compute a value; `model`: path of the one that it must fit."""

    value: Evaluated
    model: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RollsBack:
    """Choose what is undone of `steps`: those that have succeeded, or been `attempted`, or whose `items` have been
    made. `told` is not to be stopped.
    """

    final: str
    undo: str
    steps: tuple[str, ...]
    attempted: tuple[str, ...]
    each: tuple[str, ...]
    items: str
    told: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Tells:
    """Fail the run unless it has succeeded. `undo`, `each`: the tasks that tell what could not be undone."""

    final: str
    promise: int | None
    undo: tuple[str, ...] | None
    each: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a block has ended: `final` has succeeded, or else the first of `failing`; its output is that of `last`."""

    final: str
    failing: tuple[str, ...]
    last: tuple[str, ...]
    silent: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Gather branches by name. `late`: in these lists of tasks the deadline is looked for first."""

    branches: tuple[tuple[str, Ended], ...]
    late: tuple[tuple[str, ...], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Gathers:
    """Gather the elements that `items` lists."""

    items: str
    element: Ended
    late: tuple[tuple[str, ...], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoesOne:
    """How a step is undone for one element."""

    step: str
    due: ast.expr
    given: dict[str, ast.expr]
    invoked: Invoked
    timeout: int | None
    policies: tuple[ast.expr, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoesElements:
    """Undo the elements of `items` from the last one, each in this order."""

    items: str
    steps: tuple[UndoesOne, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Wait for so many seconds, or until a moment."""

    seconds: Evaluated | None
    until: Evaluated | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Hears:
    """Take the decision that `answer` has heard after `notify`."""

    notify: str
    answer: str
    form: str | None
    fails: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Take what the run of another DAG came to, which `run` has started with the conf of `inputs`."""

    inputs: str
    run: str
    dag: str
    output: str | None
    failing: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Only stand there."""


Work: TypeAlias = (
    Calls
    | Polls
    | Starts
    | Chooses
    | Picks
    | Gives
    | RollsBack
    | Tells
    | Joins
    | Gathers
    | UndoesElements
    | Pauses
    | Hears
    | Returns
    | Nothing
)
