"""Steps made of steps: several branches at once, and a body for each element of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Any

from wfc.spec.generics import Ctx, In
from wfc.spec.record import kept, record
from wfc.spec.step import Node, Yielding

if TYPE_CHECKING:
    from wfc.spec.protocols import Value


@record
class Parallel(Yielding[In, Ctx, dict[str, Any]]):
    """Run branches at once and join when all have settled. The output has each branch's last output by its name."""

    _: KW_ONLY
    branches: Mapping[str, Sequence[Node[In, Ctx]]]

    def __post_init__(self) -> None:
        branches: object = self.branches
        if isinstance(branches, dict):  # else it is a mistake, kept for a diagnostic
            object.__setattr__(self, "branches", {name: kept(steps) for name, steps in branches.items()})


@record
class ForEach(Yielding[In, Ctx, list[Any]]):
    """Run a body for each element; its lambdas see `item` and `index`. The output has the bodies' outputs in order."""

    _: KW_ONLY
    items: Value[In, Ctx]
    steps: Sequence[Node[In, Ctx]]
    max_concurrency: int | None = None
