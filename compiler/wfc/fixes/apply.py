"""From a text and fixes to the text with those that can be made. An edit finds its place by position and what stands
there, so that one which was meant for another text, or for text that is not written plainly, is left out.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias, final

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from wfc.diagnostics import Fix
from wfc.fixes.append import with_argument, with_item
from wfc.fixes.imports import Words
from wfc.source import Span

Place: TypeAlias = tuple[int, int, int, int]
Edit: TypeAlias = Callable[[cst.CSTNode], cst.CSTNode]
Index: TypeAlias = Mapping[Place, tuple[cst.CSTNode, ...]]

DEEPEST = 150
"""Levels of nesting: libcst recurses, a few frames for each, and takes seconds to find out that there are too many."""
QUOTES = ('"', "'")


@final
@dataclass(frozen=True, slots=True)
class Applied:
    """A text, and the fixes that are in it."""

    text: str
    fixes: tuple[Fix, ...]


def apply_fixes(text: str, fixes: Iterable[Fix]) -> Applied:
    """Make all fixes that can be made at once; of two that want different things in one place, neither."""
    wanted = _agreed(fixes)
    try:
        if wanted and _depth(ast.parse(text)) <= DEEPEST:
            return _applied(text, wanted)
    except (SyntaxError, ValueError, MemoryError, RecursionError, cst.ParserSyntaxError):
        pass  # not Python, nested beyond measure, or Python that libcst does not know: there is nothing to hold on to
    return Applied(text, ())


def _depth(tree: ast.AST) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest


def _applied(text: str, wanted: list[Fix]) -> Applied:
    module = cst.parse_module(text)
    if module.code != text:
        return Applied(text, ())
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    index = _index(wrapper.resolve(PositionProvider))
    words = Words(module)
    found = {fix: edit for fix in wanted if (edit := _edit(fix, index, words)) is not None}
    edits: dict[cst.CSTNode, list[Edit]] = {}
    for node, change in (*found.values(), *words.imported(name for fix in found for name in fix.names)):
        edits.setdefault(node, []).append(change)
    edited = cst.ensure_type(module.visit(_Edits(edits)), cst.Module)
    return Applied(edited.code, tuple(found))


def _agreed(fixes: Iterable[Fix]) -> list[Fix]:
    once = dict.fromkeys(fixes)
    return [one for one in once if not any(_contradict(one, other) for other in once)]


def _contradict(one: Fix, other: Fix) -> bool:
    """Two arguments of one call, say, do not."""
    return one != other and one.at == other.at and (one.kind, one.text) != (other.kind, other.text)


def _index(positions: Mapping[cst.CSTNode, CodeRange]) -> Index:
    found: dict[Place, tuple[cst.CSTNode, ...]] = {}
    for node, at in positions.items():
        if isinstance(node, cst.Name | cst.SimpleString | cst.Call):
            place = (at.start.line, at.start.column, at.end.line, at.end.column)
            found[place] = (*found.get(place, ()), node)
        if isinstance(node, cst.List) and node.elements:
            last = positions[node.elements[-1].value]
            place = (last.start.line, last.start.column, last.end.line, last.end.column)
            found[place] = (*found.get(place, ()), node)
    return found


def _edit(fix: Fix, index: Index, words: Words) -> tuple[cst.CSTNode, Edit] | None:
    """The node to change, and how; None when what the fix expects is not there."""
    if not words.can_have(fix.names):
        return None
    match fix.kind:
        case "rename":
            return _name(fix, index) or _text(fix, index)
        case "add-argument":
            return _on(cst.Call, fix.at, index, lambda call: with_argument(cst.ensure_type(call, cst.Call), fix.text))
        case "add-item":
            added = words.spelt(fix.text, fix.names)
            return _on(cst.List, fix.at, index, lambda items: with_item(cst.ensure_type(items, cst.List), added))


def _on(kind: type[cst.CSTNode], at: Span, index: Index, edit: Edit) -> tuple[cst.CSTNode, Edit] | None:
    nodes = [node for node in index.get(_place(at), ()) if isinstance(node, kind)]
    return (nodes[0], edit) if len(nodes) == 1 else None


def _name(fix: Fix, index: Index) -> tuple[cst.CSTNode, Edit] | None:
    found = _on(cst.Name, fix.at, index, lambda name: name.with_changes(value=fix.text))
    if found is None or cst.ensure_type(found[0], cst.Name).value != fix.old or not fix.text.isidentifier():
        return None
    return found


def _text(fix: Fix, index: Index) -> tuple[cst.CSTNode, Edit] | None:
    at = Span(fix.at.file, fix.at.line, fix.at.col - 1, fix.at.end_line, fix.at.end_col + 1)
    found = _on(cst.SimpleString, at, index, lambda text: text)
    if found is None or not fix.text.isprintable() or any(sign in fix.text for sign in (*QUOTES, "\\")):
        return None
    written = cst.ensure_type(found[0], cst.SimpleString).value
    quote = written[0]
    if quote not in QUOTES or written != f"{quote}{fix.old}{quote}":
        return None
    return found[0], lambda text: text.with_changes(value=f"{quote}{fix.text}{quote}")


def _place(at: Span) -> Place:
    return (at.line, at.col, at.end_line, at.end_col)


@final
class _Edits(cst.CSTTransformer):
    """Edits by the node they are for; what is inside of a node has been edited when its own turn comes."""

    def __init__(self, edits: Mapping[cst.CSTNode, list[Edit]]) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        """Called for every node, from the inside out."""
        return reduce(lambda node, edit: edit(node), self.edits.get(original_node, ()), updated_node)
