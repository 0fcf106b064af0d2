"""What is known at one point of a lambda while it is typed, and how findings about it are reported."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TypeAlias, final

from wfc.diagnostics import Code, Diagnostic, Diagnostics, Fix, Label
from wfc.expressions.scope import Scope
from wfc.ir.expressions import Expr
from wfc.ir.surface import Lambda, Meaning
from wfc.ir.types import Model, Type
from wfc.source import Span

# A value that can be tested for None and then used: a name, field, constant index or step, from the root on.
Path: TypeAlias = tuple[str | int, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """`local` maps comprehension variables to unique names and types; `present` are the paths known not to be None.

    `rule` types any expression and `logic_rule` an `and`/`or` of which only the truth counts: the modules of this
    package call each other only through them.
    """

    written: Lambda
    scope: Scope
    found: Diagnostics
    rule: Callable[[ast.expr, "Env"], Expr | None]
    logic_rule: Callable[[ast.BoolOp, "Env"], Expr | None]
    local: Mapping[str, tuple[str, Type]] = field(default_factory=dict)
    present: frozenset[Path] = frozenset()

    def infer(self, node: ast.expr) -> Expr | None:
        """The typed expression, or None when something in it was reported."""
        return self.rule(node, self)

    def infer_logic_test(self, node: ast.BoolOp) -> Expr | None:
        """The same for an `and`/`or` of which only the truth counts."""
        return self.logic_rule(node, self)

    def knowing(self, paths: frozenset[Path]) -> "Env":
        """The same place with more values known to be there."""
        return replace(self, present=self.present | paths) if paths else self

    def span(self, node: ast.AST) -> Span:
        """Where a node of the lambda stands."""
        return Span(
            self.written.span.file,
            getattr(node, "lineno", 0),
            getattr(node, "col_offset", 0),
            getattr(node, "end_lineno", None) or 0,
            getattr(node, "end_col_offset", None) or 0,
        )

    def meaning(self, name: str) -> Meaning | None:
        """What a free name stands for; None for a builtin."""
        return next((meaning for known, meaning in self.written.names if known == name), None)

    def is_bound(self, name: str) -> bool:
        """Is it a parameter, a variable, or defined by the spec? Then it is not a builtin."""
        return name in self.local or name in self.written.parameters or self.meaning(name) is not None

    def model(self, path: str) -> Model:
        """A model by its path; every ModelRef has one."""
        return self.scope.models[path]

    def report(self, code: Code, message: str, node: ast.AST, help: str | None = None, fix: Fix | None = None) -> None:
        """Keep a finding. Rules return None after it (so that the caller stops there)."""
        self.found.add(Diagnostic(code=code, message=message, at=Label(self.span(node)), help=help, fix=fix))


def source(node: ast.AST) -> str:
    """A node's text for a message, with the quotes most people write."""
    text = ast.unparse(node)
    return text if '"' in text else text.replace("'", '"')


def did_you_mean(name: str, known: list[str]) -> str:
    """Help for a misspelt name: the nearest one, else all of them."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"use one of {', '.join(f'`{one}`' for one in known)}" if known else "there is none"
