"""What the parts of this package ask of each other while they write an expression down."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import final

from wfc.ir import expressions as ir
from wfc.ir.parts import walk
from wfc.ir.types import ModelRef, Optional, Record
from wfc_targets.stepfunctions.readback.kinds import is_text
from wfc_targets.stepfunctions.readback.roots import Standing
from wfc_targets.stepfunctions.readback.syntax import Tree


@final
@dataclass(frozen=True, slots=True)
class Rules:
    """Where a lambda stands; how the value and the truth of any expression are written down; what it is given that may
    be null; the variables of comprehensions over what nobody has validated."""

    standing: Standing
    value: Callable[[ir.Expr, "Rules"], Tree]
    truth: Callable[[ir.Expr, "Rules"], Tree]
    absent: frozenset[str]
    loose: frozenset[str] = frozenset()

    def inside(self, loop: ir.Comprehension) -> "Rules":
        """The rules for what a comprehension does with its items."""
        return replace(self, loose=self.loose | frozenset(loop.targets)) if self._is_loose(loop.iterable) else self

    def default_of(self, expr: ir.Attribute) -> tuple[bool, object]:
        """Whether a field that is read may lack, and what it then is."""
        of = expr.base.type.of if isinstance(expr.base.type, Optional) else expr.base.type
        model = self.standing.models.get(of.path) if isinstance(of, ModelRef) else None
        if model is None or not self._is_loose(expr.base):
            return False, None
        optional = any(one.alias == expr.alias and not one.required for one in model.fields)
        return optional, json.loads(model.schema)["properties"][expr.alias].get("default") if optional else None

    def may_miss(self, expr: ir.Item) -> bool:
        """Can the item be absent? Not the known key of a record."""
        return not (isinstance(expr.base.type, Record) and isinstance(expr.index, ir.Const))

    def can_fail(self, expr: ir.Expr) -> bool:
        """Is there anything in it for which CPython raises an exception?"""
        return any(self.fails_itself(part) for part in walk(expr))

    def fails_itself(self, expr: ir.Expr) -> bool:
        """Does CPython raise an exception for some values of its parts?"""
        match expr:
            case ir.Item():
                return self.may_miss(expr)
            case ir.Binary(op="/" | "//" | "%"):
                return not (isinstance(expr.right, ir.Const) and expr.right.value)
            case ir.BuiltinCall(function="min" | "max"):
                return len(expr.args) == 1
            case ir.BuiltinCall(function="int"):
                return is_text(expr.args[0].type)
            case _:
                return False

    def _is_loose(self, expr: ir.Expr) -> bool:
        return bool(self.standing.models) and any(
            (isinstance(one, ir.Name) and one.name in self.standing.loose)
            or (isinstance(one, ir.Local) and one.name in self.loose)
            for one in walk(expr)
        )
