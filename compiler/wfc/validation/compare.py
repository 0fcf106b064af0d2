"""What differs between the facts that a workflow promises and those that an output states."""

from collections.abc import Iterator, Mapping

from wfc.validation.facts import Aspect, Facts


def mismatches(expected: Facts, stated: Facts, unread: Mapping[Aspect, str]) -> tuple[str, ...]:
    """One sentence for each fact that is missing, different or not asked for. `unread`: what a target's output does
    not state in a form that can be read, and why.
    """
    return tuple(_differences(expected, stated, unread))


def _differences(expected: Facts, stated: Facts, unread: Mapping[Aspect, str]) -> Iterator[str]:
    for key in dict.fromkeys((*expected, *stated)):
        place, aspect = key
        if aspect not in unread and expected.get(key) != stated.get(key):
            yield f"{_named(place, aspect)} should be {_shown(expected.get(key))}, reads {_shown(stated.get(key))}"


def _named(place: str, aspect: Aspect) -> str:
    what = aspect.name.lower().replace("_", " ")
    return f"{what} of {place or 'the workflow'}"


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)
