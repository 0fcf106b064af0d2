"""Are these the calls that a scenario expects, in an order that the graph allows?

An expected address without indexes stands for any element. So which call an entry stands for has to be searched for.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

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
    calls = range(len(actual))
    if len(expected) != len(actual):
        return False
    beside = [frozenset(one for one in calls if concurrent(actual[one], actual[two])) for two in calls]
    before = [frozenset(range(two)) - beside[two] for two in calls]
    exact = any(entry != without_indexes(entry) for entry in expected)
    names = actual if exact else [without_indexes(address) for address in actual]
    ways: list[frozenset[int]] = [frozenset()]
    seen = set(ways)
    while ways:
        taken = ways.pop()
        if len(taken) == len(actual):
            return True
        entry = expected[len(taken)]
        fitting = [two for two in calls if stands_for(entry, actual[two]) and two not in taken and before[two] <= taken]
        found = [taken | {call} for call in _unlike(fitting, names, taken, beside, before)]
        ways += [way for way in found if way not in seen]
        seen.update(found)
    return False


def _unlike(
    fitting: list[int],
    names: list[str],
    taken: frozenset[int],
    beside: list[frozenset[int]],
    before: list[frozenset[int]],
) -> list[int]:
    """One call of each kind: when two elements have the same ahead of them, it makes no difference which goes first."""
    elsewhere = frozenset[int]().union(*(beside[call] for call in fitting)) - taken
    kinds: dict[object, int] = {}
    for call in fitting:
        ahead = sorted(one for one in elsewhere if call in before[one])
        kind = tuple(
            (names[one], tuple(ahead.index(other) for other in sorted(before[one] & {*ahead}))) for one in ahead
        )
        kinds.setdefault(kind, call)
    return list(kinds.values())
