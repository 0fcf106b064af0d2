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
    """Run branches at once and join when all have settled: `branches={"name": [steps], ...}`.

    A branch that fails stops no other; then the whole fails with the failure of the first in the order of the dict. The
    output has by name what each branch yields, the output of the step it ended with. Behind the join, steps of branches
    that have certainly succeeded can be read, too.
    """

    _: KW_ONLY
    branches: Mapping[str, Sequence[Node[In, Ctx]]]

    def __post_init__(self) -> None:
        branches: object = self.branches
        if isinstance(branches, dict):  # else it is a mistake, kept for a diagnostic
            object.__setattr__(self, "branches", {name: kept(steps) for name, steps in branches.items()})


@record
class ForEach(Yielding[In, Ctx, list[Any]]):
    """Run a body for each element of a list, all at once or `max_concurrency` of them.

    Lambdas of the body see `item` and `index`, and the steps of the same element. The output has in order what the
    bodies yield. It fails with the failure of the lowest index, once all elements have settled.
    """

    _: KW_ONLY
    items: Value[In, Ctx]
    steps: Sequence[Node[In, Ctx]]
    max_concurrency: int | None = None
