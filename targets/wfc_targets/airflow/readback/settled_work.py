"""What a task function was read to do at the end of a block or a run."""

from dataclasses import dataclass
from typing import final


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
