"""Which task of a read DAG is for what in a played run."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which task is for what: found once for all runs of a DAG. `stages`: the tasks of a node that stand before the
    one with its name, with their numbers.
    """

    routes: dict[str, str]
    stages: dict[str, tuple[str, int]]
    undo: dict[str, str]
    failing: tuple[str, ...]
