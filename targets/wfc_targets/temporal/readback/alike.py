"""What an output may say in more than one way."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from wfc.validation.facts import Way
from wfc_targets.temporal.readback.terms import Term


def apart(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Ways with a condition `a or b` as two, since neighbours that lead to the same step may be written as one."""
    return tuple(one for way in ways for one in _apart(way))


def _apart(way: Way) -> Iterator[Way]:
    match way.condition:
        case ("or", *tests):
            yield from (replace(way, condition=test) for test in tests)
        case _:
            yield way


def loose(term: Term) -> Term:
    """What is validated against a model may be passed as the object it is, or as JSON: it comes to the same."""
    match unwrapped(term):
        case ("dict", *entries):
            pairs = cast("list[tuple[object, Term]]", entries)
            return ("dict", *((key, unwrapped(value)) for key, value in pairs))
        case found:
            return found


def unwrapped(term: Term) -> Term:
    """A term that may also be passed as the object it is."""
    match term:
        case ("json", inner):
            return cast("Term", inner)
        case _:
            return term
