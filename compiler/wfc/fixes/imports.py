"""The words of wfc as a spec can write them: by their own name, another one, or behind the module's.

A word that the spec does not have yet is added to the import that has the others, where an alphabet would put it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import final

import libcst as cst


@final
class Words:
    """What a module imports of wfc at its top level."""

    def __init__(self, module: cst.Module) -> None:
        self.known: dict[str, str] = {}
        self.statement: cst.ImportFrom | None = None
        self.everything = False
        self.bound = _Bound()
        module.visit(self.bound)
        for node in _imports(module):
            self._note(node)

    def can_have(self, names: Iterable[str]) -> bool:
        """Does the spec have each name, or can it be imported without taking the place of something else?"""
        return all(name in self.known or self._may_add(name) for name in names)

    def spelt(self, text: str, names: Iterable[str]) -> str:
        """An expression that uses `names` as this module writes them."""
        changed = cst.parse_expression(text).visit(_Respell({name: self._spelling(name) for name in names}))
        return cst.Module([]).code_for_node(changed) if isinstance(changed, cst.BaseExpression) else text

    def imported(self, names: Iterable[str]) -> Iterator[tuple[cst.CSTNode, Callable[[cst.CSTNode], cst.CSTNode]]]:
        """The import that is to have those of `names` that the module does not have yet, and how; nothing if none."""
        new = [name for name in dict.fromkeys(names) if name not in self.known and not self._behind_module()]
        if new and not self.everything and self.statement is not None:
            yield self.statement, lambda statement: _with_names(cst.ensure_type(statement, cst.ImportFrom), new)

    def _note(self, node: cst.Import | cst.ImportFrom) -> None:
        if isinstance(node, cst.Import):
            for one in node.names:
                if one.evaluated_name == "wfc":
                    self.known.setdefault("", one.evaluated_alias or "wfc")
        elif isinstance(node.module, cst.Name) and node.module.value == "wfc" and not node.relative:
            if isinstance(node.names, cst.ImportStar):
                self.everything = True
                return
            self.statement = self.statement or node
            self.known |= {one.evaluated_name: one.evaluated_alias or one.evaluated_name for one in node.names}

    def _may_add(self, name: str) -> bool:
        if self._behind_module() or self.everything:
            return True
        return self.statement is not None and name not in self.bound.names

    def _behind_module(self) -> bool:
        return "" in self.known

    def _spelling(self, name: str) -> str:
        if name in self.known or not self._behind_module():
            return self.known.get(name, name)
        return f"{self.known['']}.{name}"


def _imports(module: cst.Module) -> Iterator[cst.Import | cst.ImportFrom]:
    for line in module.body:
        if isinstance(line, cst.SimpleStatementLine):
            yield from (node for node in line.body if isinstance(node, cst.Import | cst.ImportFrom))


def _with_names(statement: cst.ImportFrom, new: Sequence[str]) -> cst.ImportFrom:
    names = list(statement.names) if not isinstance(statement.names, cst.ImportStar) else []
    for name in new:
        place = next((i for i, one in enumerate(names) if _key(one.evaluated_name) > _key(name)), len(names))
        names = _inserted(names, place, cst.ImportAlias(cst.Name(name)))
    return statement.with_changes(names=names)


def _inserted(names: list[cst.ImportAlias], place: int, new: cst.ImportAlias) -> list[cst.ImportAlias]:
    """Spaces stand behind commas: the new name takes those of a neighbour, and the last name keeps its own."""
    between = next(
        (one.comma for one in names[:-1] if isinstance(one.comma, cst.Comma)),
        cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")),
    )
    if place < len(names):
        return [*names[:place], new.with_changes(comma=_bare(between)), *names[place:]]
    *before, last = names
    return [*before, last.with_changes(comma=_bare(between)), new.with_changes(comma=last.comma)]


def _bare(comma: cst.Comma) -> cst.Comma:
    """Without the comment that may stand behind it."""
    after = comma.whitespace_after
    if isinstance(after, cst.ParenthesizedWhitespace):
        line = after.first_line.with_changes(comment=None, whitespace=cst.SimpleWhitespace(""))
        after = after.with_changes(first_line=line, empty_lines=[])
    return comma.with_changes(whitespace_after=after)


def _key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as isort has them."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


@final
class _Respell(cst.CSTTransformer):
    def __init__(self, spelling: dict[str, str]) -> None:
        super().__init__()
        self.spelling = spelling

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:  # noqa: ARG002, N802
        """A word becomes what the spec calls it."""
        written = self.spelling.get(updated_node.value)
        return updated_node if written is None else cst.parse_expression(written)


@final
class _Bound(cst.CSTVisitor):
    """Every name that a module uses for anything: more than it binds, and so on the safe side."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_Name(self, node: cst.Name) -> None:  # noqa: N802
        """Called for each name."""
        self.names.add(node.value)
