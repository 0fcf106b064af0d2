"""What a run adds up to in a thing that its platform counts: events of a history, bytes that are kept, tasks at once.

A target says what each node adds; this walks the ways through the nodes, and multiplies what is in a loop.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias, final

from wfc.analysis.sizes import Size, Sizes
from wfc.ir.nodes import Block, ForEach, Goto, Node, Parallel, Poll, Succeed, Target, Workflow
from wfc.ir.walk import arms_of, blocks_of, catches_of


@final
@dataclass(frozen=True, slots=True)
class Tally:
    """`least`: on the shortest way to success, None when there is none. `most`: on the longest way, where a loop that
    nothing bounds counts for the fewest elements it can have, or one; `lines` say how it comes about.
    """

    least: int | None
    most: int
    lines: tuple[str, ...] = ()


_SHOWN = 8
"""Lines of a sum that people read."""

Costs: TypeAlias = Callable[[Node], Size]
"""What a node adds by itself, for a loop beside its elements; `most` must be known."""


def tally(block: Block | Workflow, costs: Costs, sizes: Sizes, each: int = 0) -> Tally:
    """What a run of these nodes adds up to; `each`: what every element of a loop adds beside its nodes."""
    ahead: dict[str, Tally] = {}
    onward: dict[str, tuple[Tally, str | None]] = {}
    for node in reversed(block.nodes):  # canonical order is topological
        own = _own(node, costs, sizes, each)
        behind = [_rest(arm.target, ahead) for arm in arms_of(node)]
        handled = [_rest(catch.target, ahead) for catch in catches_of(node)]
        leasts = [own.least + rest.least for rest, _ in behind if own.least is not None and rest.least is not None]
        leasts += [rest.least for rest, _ in handled if rest.least is not None]
        longest, step = max((*behind, *handled), key=lambda way: way[0].most, default=(Tally(0, 0), None))
        ahead[node.id] = Tally(min(leasts, default=None), own.most + longest.most)
        onward[node.id] = own, step
    lines: list[str] = []
    at: str | None = block.entry
    while at is not None:
        own, at = onward[at]
        lines += own.lines
    return replace(ahead[block.entry], lines=_few(lines))


def width(block: Block | Workflow, costs: Costs, sizes: Sizes) -> Size:
    """How much can go on at once. `most` is None when a loop without bounds may have any number of elements."""
    found = [_width(node, costs, sizes) for node in block.nodes]
    mosts = [one.most for one in found]
    known = [most for most in mosts if most is not None]
    return Size(0, max(known, default=0) if len(known) == len(mosts) else None)


def most_polls(poll: Poll | None) -> int:
    """How often a step is called again by its poll at most, if every call takes no time."""
    if poll is None:
        return 0
    by_time = math.ceil(poll.timeout / max(poll.every, 1)) - 1
    return max(by_time if poll.max_polls is None else min(by_time, poll.max_polls - 1), 0)


def _width(node: Node, costs: Costs, sizes: Sizes) -> Size:
    inner = [width(block, costs, sizes).most for block in blocks_of(node)]
    known = [one for one in inner if one is not None]
    if len(known) < len(inner):
        return Size(0, None)
    match node:
        case Parallel():
            return Size(0, sum(known))
        case ForEach():
            ends = [end for end in (node.max_concurrency, sizes.length(node.items).most) if end is not None]
            each = sum(one or 0 for one in inner)
            return Size(0, None if each and not ends else min(ends, default=0) * each)
        case _:
            return costs(node)


def _rest(target: Target, ahead: dict[str, Tally]) -> tuple[Tally, str | None]:
    if isinstance(target, Goto):
        return ahead[target.step], target.step
    return Tally(0 if isinstance(target, Succeed) else None, 0), None


def _few(lines: list[str]) -> tuple[str, ...]:
    return tuple(lines) if len(lines) <= _SHOWN else (*lines[: _SHOWN - 1], f"and {len(lines) - _SHOWN + 1:,} more")


def _own(node: Node, costs: Costs, sizes: Sizes, each: int) -> Tally:
    own, inner = costs(node), [tally(block, costs, sizes, each) for block in blocks_of(node)]
    most = own.most or 0
    match node:
        case Parallel():
            leasts = [one.least for one in inner if one.least is not None]
            least = own.least + sum(leasts) if len(leasts) == len(inner) else None
            return _shown(node, Tally(least, most + sum(one.most for one in inner)), f"{len(inner)} branches")
        case ForEach():
            [body], count = inner, sizes.length(node.items)
            many = max(count.least, 1) if count.most is None else count.most
            least = None if body.least is None and count.least else own.least + count.least * ((body.least or 0) + each)
            how = f"{many:,} elements x {body.most + each:,}"
            return _shown(node, Tally(least, most + many * (body.most + each)), how)
        case _:
            return _shown(node, Tally(own.least, most), "")


def _shown(node: Node, found: Tally, how: str) -> Tally:
    line = (f"{node.id:<20} {how + ': ' if how else ''}{found.most:,}",) if found.most else ()
    return Tally(found.least, found.most, line)
