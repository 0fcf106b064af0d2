"""What a task function was read to do: one class for each form that a body can have."""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc_targets.airflow.readback.called_work import Calls, Evaluated, Hears, Polls, Returns
from wfc_targets.airflow.readback.chosen_work import Chooses, Picks
from wfc_targets.airflow.readback.settled_work import Gathers, Joins, RollsBack, Tells
from wfc_targets.airflow.readback.undone_work import UndoesElements


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
class Gives:
    """Compute a value; `model`: path of the one that it must fit."""

    value: Evaluated
    model: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Wait for so many seconds, or until a moment."""

    seconds: Evaluated | None
    until: Evaluated | None


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
