"""Sets of nodes as bits of one integer: thousands of sets over thousands of nodes stay small and unite in a step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

Numbers: TypeAlias = Mapping[str, int]
"""The number of each node; the sets of one graph share it."""


@final
@dataclass(frozen=True, slots=True)
class NodeSet:
    """The node with number n is in the set when bit n of `bits` is set."""

    bits: int
    numbers: Numbers

    def __contains__(self, node: object) -> bool:
        number = self.numbers.get(node) if isinstance(node, str) else None
        return number is not None and bool(self.bits >> number & 1)

    def __or__(self, other: "NodeSet") -> "NodeSet":
        return NodeSet(self.bits | other.bits, self.numbers)

    def __and__(self, other: "NodeSet") -> "NodeSet":
        return NodeSet(self.bits & other.bits, self.numbers)

    def also(self, node: str) -> "NodeSet":
        """The set with one more node."""
        return NodeSet(self.bits | 1 << self.numbers[node], self.numbers)


def numbered(nodes: Iterable[str]) -> Numbers:
    """Numbers for nodes, in the order given."""
    return {node: number for number, node in enumerate(nodes)}


def bits_of(nodes: Iterable[str], numbers: Numbers) -> int:
    """Some nodes as bits."""
    bits = 0
    for node in nodes:
        bits |= 1 << numbers[node]
    return bits
