"""What a task function was read to choose."""

from dataclasses import dataclass
from typing import TypeAlias, final

from wfc_targets.airflow.readback.called_work import Evaluated


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
