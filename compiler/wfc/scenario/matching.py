"""Are these the calls that a scenario expects, in an order that the graph allows?

An expected address without indexes stands for any element. So which call an entry stands for has to be searched for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc.scenario.spelling import runs_beside, without_indexes

Concurrent: TypeAlias = Callable[[str, str], bool]
"""Whether two calls, by their addresses, may stand in either order."""


def matches(expected: Sequence[str], actual: Sequence[str], concurrent: Concurrent) -> bool:
    """Can `actual` be put into the order of `expected` by exchanging concurrent calls, and is it the same then?"""
    return _same_beside(expected, actual) and _same_order(
        [address for address in expected if not runs_beside(address)],
        [address for address in actual if not runs_beside(address)],
        concurrent,
    )


def _same_beside(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Alerts and reminders may stand anywhere (T1, T3)."""
    waiting = [address for address in actual if runs_beside(address)]
    wanted = sorted(filter(runs_beside, expected), key=lambda address: address == without_indexes(address))
    for entry in wanted:  # those with indexes first, for they are about one call only
        found = next((address for address in waiting if stands_for(entry, address)), None)
        if found is None:
            return False
        waiting.remove(found)
    return not waiting


def stands_for(entry: str, address: str) -> bool:
    """Is an entry of a scenario about this call?"""
    return entry in (address, without_indexes(address))


def _same_order(expected: list[str], actual: list[str], concurrent: Concurrent) -> bool:
    """Take one call after the other as expected, never one before another that it has to follow; try every way."""
    if len(expected) != len(actual):
        return False
    if all(map(stands_for, expected, actual)):
        return True
    order = _order(expected, actual, concurrent)
    ways: list[frozenset[int]] = [frozenset()]
    seen = set(ways)
    while ways:
        taken = ways.pop()
        if len(taken) == len(actual):
            return True
        named = (call for call, address in enumerate(actual) if stands_for(expected[len(taken)], address))
        fitting = [call for call in named if call not in taken and order.before[call] <= taken]
        found = [taken | {call} for call in _unlike(fitting, taken, order)]
        ways += [way for way in found if way not in seen]
        seen.update(found)
    return False


@final
@dataclass(frozen=True, slots=True)
class _Order:
    """By the places of calls: their names, and which come before each, which may be beside it, which come after it."""

    names: list[str]
    before: list[frozenset[int]]
    beside: list[frozenset[int]]
    after: list[frozenset[int]]


def _order(expected: list[str], actual: list[str], concurrent: Concurrent) -> _Order:
    places = frozenset(range(len(actual)))
    exact = any(entry != without_indexes(entry) for entry in expected)
    beside = [frozenset(one for one in places if concurrent(actual[one], address)) for address in actual]
    before = [frozenset(range(place)) - beside[place] for place in range(len(actual))]
    return _Order(
        names=actual if exact else [without_indexes(address) for address in actual],
        before=before,
        beside=beside,
        after=[places - beside[place] - before[place] - {place} for place in range(len(actual))],
    )


def _unlike(fitting: list[int], taken: frozenset[int], order: _Order) -> list[int]:
    """One call of each kind: when two elements have the same ahead of them, it makes no difference which goes first."""
    elsewhere = frozenset[int]().union(*(order.beside[call] for call in fitting)) - taken
    kinds: dict[_Kind, int] = {}
    for call in fitting:
        ahead = sorted(elsewhere & order.after[call])
        kinds.setdefault(tuple(_kind(ahead, one, order) for one in ahead), call)
    return list(kinds.values())


_Kind: TypeAlias = tuple[tuple[str, tuple[int, ...]], ...]


def _kind(ahead: list[int], one: int, order: _Order) -> tuple[str, tuple[int, ...]]:
    """The name of a call, and which of those ahead it has to follow."""
    return order.names[one], tuple(place for place, other in enumerate(ahead) if other in order.before[one])
