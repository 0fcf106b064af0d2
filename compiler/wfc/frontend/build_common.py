"""Read what all kinds of steps have."""

from typing import TypedDict

from wfc.frontend.build_edges import read_arms, read_catches
from wfc.frontend.declared import declared_errors
from wfc.frontend.reader import Reader
from wfc.ir.surface import Arm, Catch
from wfc.source import Span
from wfc.spec.step import Node, Yielding


class OfAll(TypedDict):
    """The arguments of every kind."""

    id: str
    id_span: Span
    description: str
    on_failure: tuple[Catch, ...] | None
    span: Span


class OfYielding(OfAll):
    """The arguments of every kind with an output."""

    on_success: tuple[Arm, ...] | None


def of_all(record: Node, reader: Reader) -> OfAll:
    """What a step of any kind says."""
    declared = declared_errors([record], reader) if isinstance(record.on_failure, tuple) else ()
    return {
        "id": record.id,
        "id_span": reader.argument(record, "id"),
        "description": record.description,
        "on_failure": read_catches(record, declared, reader),
        "span": reader.span(record),
    }


def of_yielding(record: Yielding, reader: Reader) -> OfYielding:
    """The same for a step with an output."""
    return {**of_all(record, reader), "on_success": read_arms(record, "on_success", reader)}
