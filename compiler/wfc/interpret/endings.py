"""How attempts, nodes, blocks and runs end, and what bounds them in time."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from wfc.scenario.journal import Failure, Json


@final
@dataclass(frozen=True, slots=True)
class Done:
    """A node, an attempt or a block has succeeded."""

    output: Json


Ended: TypeAlias = Done | Failure
"""What came of a node, an attempt or a block. A failure's step is an address of its own run."""


class Stopped(Exception):
    """The run has been asked to cancel, and what was in flight has settled (C5)."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """When a run is asked to cancel, and its deadline. Compensation has neither."""

    cancel: int | None = None
    deadline: int | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run has ended."""

    status: Literal["succeeded", "failed", "cancelled"]
    output: Json = None
    error: Failure | None = None
