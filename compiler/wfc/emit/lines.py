"""A line being laid out: leaves at an indentation, and what the splits of `layout` want to know about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from wfc.emit.leaves import COMMA, Leaf, width

WIDTH = 88
INDENT = "    "


class CannotSplit(Exception):
    """This way of breaking the line does not apply; the next one is tried."""


class Part(Enum):
    """Where a line comes from: the whole statement, or what stands before, inside or behind broken brackets."""

    WHOLE = "whole"
    HEAD = "head"
    BODY = "body"
    TAIL = "tail"


@dataclass(slots=True)
class Line:
    """Leaves to be printed with `depth` indents. `explode`: break it though it fits."""

    leaves: list[Leaf]
    depth: int
    part: Part = Part.WHOLE
    explode: bool = False

    def __str__(self) -> str:
        text = "".join(" " + leaf.text if leaf.space else leaf.text for leaf in self.leaves)
        return INDENT * self.depth + text.strip()

    @property
    def fits(self) -> bool:
        return fits(str(self))

    @property
    def delimiters(self) -> list[tuple[int, int]]:
        """Places outside of brackets after which the line may be broken, with their priorities."""
        found = []
        for place, leaf in outside(self.leaves):
            if leaf.before and place:
                found.append((place - 1, leaf.before))
            elif leaf.after:
                found.append((place, leaf.after))
        return found

    @property
    def has_magic_comma(self) -> bool:
        """Does a trailing comma inside one of its brackets ask for one item a line?"""
        if self.part is Part.TAIL:
            return False
        own = set(self.leaves)
        return any(
            leaf.opening in own and before.text == "," and not _is_one_tuple(self.leaves, place)
            for place, (before, leaf) in enumerate(zip(self.leaves, self.leaves[1:], strict=False), start=1)
        )

    @property
    def optional(self) -> list[Leaf]:
        """The optional parentheses in it that are not visible; closing ones."""
        return [leaf for leaf in self.leaves if leaf.opening is not None and not leaf.text]

    @property
    def is_def(self) -> bool:
        words = [leaf.text for leaf in self.leaves[:2]]
        return words[:1] == ["def"] or words == ["async", "def"]


def fits(text: str) -> bool:
    """Is a line of text short enough?"""
    return width(text) <= WIDTH


def last_priority(line: Line) -> int:
    """The highest priority among its delimiters, a trailing comma left out; 0 when there are none."""
    return max((priority for place, priority in line.delimiters if place != len(line.leaves) - 1), default=0)


def outside(leaves: Sequence[Leaf]) -> Iterator[tuple[int, Leaf]]:
    """Leaves outside of all brackets that the sequence opens, with their places."""
    depth = 0
    for place, leaf in enumerate(leaves):
        if leaf.opening is not None and depth:
            depth -= 1
            if depth == 0:
                yield place, leaf
        elif depth == 0:
            yield place, leaf
        depth += leaf.opens


def wants_items_apart(body: Line, opening: Leaf) -> bool:
    """Is the inside of these brackets a list of items that goes one a line, rather than all on one?"""
    commas = last_priority(body) == COMMA
    return commas and (body.leaves[-1].text == "," or opening.display)


def _is_one_tuple(leaves: list[Leaf], closing: int) -> bool:
    opening = leaves[closing].opening
    if opening is None or opening.text != "(" or not opening.display:
        return False
    inside = leaves[leaves.index(opening) + 1 : closing]
    return sum(leaf.text == "," for _, leaf in outside(inside)) == 1
