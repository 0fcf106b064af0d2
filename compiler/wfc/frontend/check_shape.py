"""Check that every argument of a spec is the kind of thing its place takes, before anything reads it.

The words of the language record whatever they are given, so this is where `retry=3` or `steps=None` is told. Where
every argument of a word is, `check_arguments` looks at them together. What is told elsewhere with more to say is left
alone: durations, lambdas, transitions, choices. Reports bad-value.
"""

from collections.abc import Iterator
from dataclasses import fields

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
        waiting.extend(reversed([inner for field in fields(record) for inner in _records(getattr(record, field.name))]))


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
    for field in fields(record):
        shape = OF_ONE_WORD.get((type(record).__name__, field.name)) or SHAPES.get(field.name)
        value = getattr(record, field.name) if field.init else None
        optional = field.default is None and value is None
        if field.init and shape is not None and not optional and not shape.fits(value):
            yield field.name, shape
