"""YAML with places: a scenario file as a tree that knows where everything stands. Compiler's environment only.

Scalars are read as JSON would have them (YAML 1.2's core: `true`, `null`, `12`, `1.5`); everything else is text, so
that `2s`, `on` and `2026-01-01` are what they look like.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias, final

import yaml

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import SCENARIO_NOT_READ
from wfc.scenario.model import Json
from wfc.source import Span

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@final
@dataclass(frozen=True, slots=True)
class Scalar:
    """A JSON scalar."""

    value: Json
    span: Span


@final
@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Tree", ...]
    span: Span


@final
@dataclass(frozen=True, slots=True)
class Mapping:
    """An object; `keys` has the place of each key."""

    entries: dict[str, "Tree"]
    keys: dict[str, Span]
    span: Span


Tree: TypeAlias = Scalar | Sequence | Mapping


def plain(tree: Tree) -> Json:
    """The JSON value of a tree."""
    match tree:
        case Scalar():
            return tree.value
        case Sequence():
            return [plain(item) for item in tree.items]
        case Mapping():
            return {key: plain(value) for key, value in tree.entries.items()}


class _Loader(yaml.SafeLoader):
    """Refuses `*alias`: JSON has no such thing, and a few of them can stand for more than fits in memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="write the value again instead of an alias", problem_mark=mark)
        return super().compose_node(parent, index)


def parse_yaml(text: str, file: str, found: Diagnostics) -> Tree | None:
    """The one document of a YAML text, or None after saying why not."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        span = Span(file, mark.line + 1, mark.column) if mark else Span(file, 1)
        _refuse(found, f"the file is not YAML: {error.problem}", span)
        return None
    except yaml.YAMLError as error:
        _refuse(found, f"the file is not YAML: {str(error).splitlines()[0]}", Span(file, 1))
        return None
    except RecursionError:
        _refuse(found, "the file is nested too deeply", Span(file, 1))
        return None
    if node is None:
        _refuse(found, "the file is empty", Span(file, 1))
        return None
    return _tree(node, file, found)


def _tree(node: yaml.Node, file: str, found: Diagnostics) -> Tree | None:
    span = _span(node, file)
    match node:
        case yaml.ScalarNode():
            return Scalar(_scalar(node), span)
        case yaml.SequenceNode():
            items = [_tree(item, file, found) for item in node.value]
            return Sequence(tuple(item for item in items if item is not None), span)
        case yaml.MappingNode():
            return _mapping(node, span, found)
        case _:
            _refuse(found, "this YAML cannot be read as JSON", span)
            return None


def _mapping(node: yaml.MappingNode, span: Span, found: Diagnostics) -> Mapping:
    entries: dict[str, Tree] = {}
    keys: dict[str, Span] = {}
    for key, value in node.value:
        place = _span(key, span.file)
        if not isinstance(key, yaml.ScalarNode):
            _refuse(found, "a key must be text", place)
        elif key.value in entries:
            _refuse(found, f"`{key.value}` is written twice", place)
        elif (tree := _tree(value, span.file, found)) is not None:
            entries[key.value], keys[key.value] = tree, place
    return Mapping(entries, keys, span)


def _scalar(node: yaml.ScalarNode) -> Json:
    text: str = node.value
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _span(node: yaml.Node, file: str) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(file, start.line + 1, start.column, end.line + 1, end.column)


def _refuse(found: Diagnostics, message: str, span: Span) -> None:
    found.add(Diagnostic(code=SCENARIO_NOT_READ, message=message, at=Label(span)))
