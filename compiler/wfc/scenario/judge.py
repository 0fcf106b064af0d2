"""Does a journal hold what the scenario expects?

Used on the interpreter's journal and on those of the engines alike, by `wfc test` and by the conformance tests.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import final

from wfc.scenario.journal import Journal, Json, same_json
from wfc.scenario.matching import Concurrent, matches, stands_for
from wfc.scenario.model import Expect
from wfc.scenario.spelling import without_indexes

Fill = Callable[[str, Json], Json]
"""Completes an expected input: address, value -> the value with the defaults of the operation's input model."""


@final
@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as expected. `about` is the key of `expect`, for `inputs` with the address and attempt."""

    about: str
    expected: Json
    actual: Json


def judge(journal: Journal, expect: Expect, fill: Fill, concurrent: Concurrent) -> tuple[Mismatch, ...]:
    """Everything that is not as expected, in the order of the keys of `expect`."""
    return tuple(_mismatches(journal, expect, fill, concurrent))


def _mismatches(journal: Journal, expect: Expect, fill: Fill, concurrent: Concurrent) -> Iterator[Mismatch]:
    if expect.status is not None and expect.status != journal.status:
        yield Mismatch("status", expect.status, journal.status)
    if expect.calls is not None:
        yield from _calls(expect.calls, journal, concurrent)
    for address, given in (expect.inputs or {}).items():
        yield from _inputs(address, given, journal, fill)
    if expect.output is not None and not fits(expect.output.value, journal.output):
        yield Mismatch("output", expect.output.value, journal.output)
    if expect.error is not None:
        yield from _parts("error", [expect.error], [asdict(journal.error)] if journal.error else [])
    if expect.sla_breaches is not None and sorted(expect.sla_breaches) != sorted(journal.sla_breaches):
        yield Mismatch("sla_breaches", sorted(expect.sla_breaches), sorted(journal.sla_breaches))
    if expect.compensation_failed is not None:
        failures = [asdict(failure) for failure in journal.compensation_failed]
        yield from _parts("compensation_failed", list(expect.compensation_failed), failures)
    if None not in (expect.duration, journal.duration) and expect.duration != journal.duration:
        yield Mismatch("duration", expect.duration, journal.duration)


def _calls(expected: Sequence[str], journal: Journal, concurrent: Concurrent) -> Iterator[Mismatch]:
    actual = [call.address for call in journal.calls]
    if not matches(expected, actual, concurrent):
        indexed = any(address != without_indexes(address) for address in expected)
        yield Mismatch("calls", list(expected), actual if indexed else [without_indexes(one) for one in actual])


def _inputs(address: str, expected: Json, journal: Journal, fill: Fill) -> Iterator[Mismatch]:
    calls = [call for call in journal.calls if stands_for(address, call.address)]
    if not calls:
        yield Mismatch(f"inputs of {address}", expected, "never called")
    for call in calls:
        if not same_json(fill(address, _without_any(expected, call.input)), call.input):
            yield Mismatch(f"inputs of {address}, attempt {call.attempt}", expected, call.input)


def _parts(about: str, expected: list[dict[str, Json]], actual: list[dict[str, Json]]) -> Iterator[Mismatch]:
    """Failures in any order; of each only the keys that are written down must agree."""
    if not _are_all_there(expected, actual):
        yield Mismatch(about, expected, actual)


def _are_all_there(expected: list[dict[str, Json]], actual: list[dict[str, Json]]) -> bool:
    if not expected:
        return not actual
    want, rest = expected[0], expected[1:]
    return any(
        fits(want, {key: value for key, value in got.items() if key in want})
        and _are_all_there(rest, actual[:place] + actual[place + 1 :])
        for place, got in enumerate(actual)
    )


def fits(expected: Json, actual: Json) -> bool:
    """Equal, where `{$any: true}` equals anything."""
    return same_json(_without_any(expected, actual), actual)


def _without_any(expected: Json, actual: Json) -> Json:
    """`expected` with every `{$any: true}` replaced by what `actual` has at its place."""
    match expected, actual:
        case {"$any": True}, _:
            return actual
        case dict(), dict():
            return {key: _without_any(value, actual.get(key)) for key, value in expected.items()}
        case list(), list() if len(expected) == len(actual):
            return [_without_any(*pair) for pair in zip(expected, actual, strict=True)]
        case _:
            return expected
