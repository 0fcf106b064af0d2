"""Check that every argument of a spec is the kind of thing its place takes, before anything reads it.

The words of the language record whatever they are given, so this is where `retry=3` or `steps=None` is told. Where
every argument of a word is, `check_arguments` looks at them together. What is told elsewhere with more to say is left
alone: durations, lambdas, transitions, choices. Reports bad-value.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

import wfc as spec
from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import BAD_VALUE
from wfc.frontend.arguments import argument_span
from wfc.frontend.check_arguments import check_arguments
from wfc.frontend.mistakes import Mistake, mistake_of
from wfc.frontend.shapes import OF_ONE_WORD, SHAPES, Shape
from wfc.frontend.sources import Sources
from wfc.spec.record import Record


def check_shape(workflow: "spec.Workflow", sources: Sources, found: Diagnostics) -> bool:
    """Whether everything that `workflow` reaches has the right shape; what has not is reported, each place once."""
    mistakes = [(record, mistake) for record in _reached(workflow) for mistake in _mistakes(record)]
    for record, mistake in mistakes:
        at = argument_span(record, mistake.argument, sources)
        found.error(BAD_VALUE, mistake.message, at, mistake.help)
    return not mistakes


def _mistakes(record: Record) -> list[Mistake]:
    """Arguments are looked at together only where each is what it should be."""
    misfits = [
        Mistake(
            name,
            f"`{name}` of `{type(record).__name__}` cannot {mistake_of(getattr(record, name), shape)}",
            f"give it {shape.says}",
        )
        for name, shape in _misfits(record)
    ]
    return misfits or list(check_arguments(record))


def _reached(workflow: Record) -> Iterator[Record]:
    """The workflow and all records in it, each once, in the order they are written."""
    seen: set[int] = set()
    waiting: list[Record] = [workflow]
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen.add(id(record))
        yield record
        word: Any = type(record)
        waiting.extend(reversed([inner for name in _names(word) for inner in _records(getattr(record, name))]))


@cache
def _names(word: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(word) if field.init)


def _records(value: object) -> list[Record]:
    """Those in a value, in a list of it, or in the lists of a dict."""
    match value:
        case Record():
            return [value]
        case tuple():
            return [one for one in value if isinstance(one, Record)]
        case dict():
            return [one for steps in value.values() if isinstance(steps, tuple) for one in _records(steps)]
        case _:
            return []


def _misfits(record: Record) -> Iterator[tuple[str, Shape]]:
    word: Any = type(record)
    for name, shape, optional in _shapes(word):
        value = getattr(record, name)
        if not (optional and value is None) and not shape.fits(value):
            yield name, shape


@cache
def _shapes(word: type[Any]) -> tuple[tuple[str, Shape, bool], ...]:
    """The arguments of a word whose shape is known, each with whether it can be left out as None."""
    known = (
        (field.name, OF_ONE_WORD.get((word.__name__, field.name)) or SHAPES.get(field.name), field.default is None)
        for field in fields(word)
        if field.init
    )
    return tuple((name, shape, optional) for name, shape, optional in known if shape is not None)
