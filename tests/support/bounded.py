"""Workflows whose models bound, or do not bound, how much data there is: for the tests of what platforms take."""

from tests.support.core import operation, step, workflow
from wfc.ir.expressions import Attribute, Expr, Name
from wfc.ir.nodes import Workflow
from wfc.ir.types import Any, List, Model, ModelRef
from wfc.source import NOWHERE


def model(path: str, schema: str) -> Model:
    """A model, by its JSON schema."""
    return Model(path=path, fields=(), schema=schema)


def text_model(path: str, least: int = 0, most: int | None = None) -> Model:
    """`{"text": ...}` with so many characters, 11 bytes beside them."""
    bound = "" if most is None else f', "maxLength": {most}'
    text = f'{{"type": "string", "minLength": {least}{bound}}}'
    return model(path, f'{{"type": "object", "properties": {{"text": {text}}}, "required": ["text"]}}')


def list_model(least: int = 0, most: int | None = None) -> Model:
    """`{"lines": [...]}` with so many integers."""
    bound = "" if most is None else f', "maxItems": {most}'
    lines = f'{{"type": "array", "items": {{"type": "integer"}}, "minItems": {least}{bound}}}'
    return model("m:Lines", f'{{"type": "object", "properties": {{"lines": {lines}}}, "required": ["lines"]}}')


LINES: Expr = Attribute(
    base=Name(name="input", type=ModelRef("m:Lines"), span=NOWHERE),
    name="lines", alias="lines", type=List(Any()), span=NOWHERE,
)  # fmt: skip
"""`input.lines`."""


def over_lines(*nodes, least: int = 0, most: int | None = None, **changes) -> Workflow:
    """A workflow that is given a list of so many integers."""
    return workflow(*nodes, input=ModelRef("m:Lines"), models=(list_model(least, most),), **changes)


def yielding(text: Model) -> Workflow:
    """A workflow of one step, whose operation returns such a model."""
    reads = step("reads")
    returns = operation("reads", output=ModelRef(text.path))
    return workflow(reads, operations=(returns,), models=(text,))
