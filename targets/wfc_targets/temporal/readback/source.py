"""What all readers of one workflow class share."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.activities import Activity
from wfc_targets.temporal.readback.expected import Promised
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.python_terms import Sight
from wfc_targets.temporal.readback.retries import Retrying
from wfc_targets.temporal.readback.state import LAST, NONE, OLD_NONE, STALE, State
from wfc_targets.temporal.readback.syntax import dotted
from wfc_targets.temporal.readback.terms import Term

Function = ast.FunctionDef | ast.AsyncFunctionDef
_ADDRESS = re.compile(r"(?P<node>[^\[\]:{}]*)(?P<indexes>(\[\{\}\])*)(?P<role>(:[^\[\]{}]+)?)(?P<poll>(\{\})?)")


@final
@dataclass(slots=True, kw_only=True)
class Source:
    """`methods` of the class by name. What grows: `facts`, the `seen` statements, methods that were `used` (those of
    `scaffolding` are read as a whole), outputs that are kept for behind a block (`exported`) and read
    there, and nodes of which is `asked` whether they have succeeded.
    """

    promised: Promised
    activities: Mapping[str, Activity]
    retries: Mapping[str, Retrying]
    methods: Mapping[str, Function]
    variables: Mapping[str, str]
    facts: dict[tuple[str, Aspect], object] = field(default_factory=dict)
    seen: set[ast.stmt] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    scaffolding: set[str] = field(default_factory=lambda: {"__init__", "run", "_to_end"})
    exported: set[str] = field(default_factory=set)
    read_behind: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def state(self, place: str, aspect: Aspect, value: object) -> None:
        """Note a fact. What is said twice must be the same."""
        if value is None or value == ():
            return
        known = self.facts.setdefault((place, aspect), value)
        expect(known == value, f"{aspect.name} of {place} is both {known} and {value}")

    def sight(self, state: State) -> Sight:
        """What expressions see in a state."""

        def address(node: ast.expr) -> str:
            place = self.place_of(node, state)
            expect(":" not in place, "the address of a node is expected", node)
            return place

        def kept(node: ast.expr) -> str:
            self.read_behind.add(place := address(node))
            return place

        def asked(node: ast.expr) -> str:
            self.asked.add(place := address(node))
            return place

        return Sight(
            name=lambda node: self.meaning(node, state),
            address=address,
            kept=kept,
            asked=asked,
            is_told=self.promised.is_told,
        )

    def meaning(self, node: ast.Name, state: State) -> Term:
        """What a variable holds whenever it is read here."""
        values = state.names.get(node.id)
        if values is None:
            raise misread("not set on every way here", node)
        if node.id in {"error", "failure"} or values & {LAST, STALE}:
            expect(values <= {LAST, NONE}, "not the failure handled last on every way here", node)
            return ("error",)
        match [*(values - {NONE, OLD_NONE})]:
            case [one] if one[0] not in {"not set", "saga", "label"}:
                return one
            case [] if node.id in self.variables:
                return ("out", self.variables[node.id])
            case _:
                raise misread("not the same value on every way here", node)

    def place_of(self, node: ast.expr, state: State) -> str:
        """The place that an address says, without the indexes, which must be those of the loops around."""
        match node:
            case ast.Constant(value=str() as text):
                names: list[ast.expr] = []
            case ast.JoinedStr(values=parts):
                text = "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in parts)
                names = [one.value for one in parts if isinstance(one, ast.FormattedValue)]
            case _:
                raise misread("an address is expected", node)
        found = _ADDRESS.fullmatch(text)
        is_known = found is not None and (found["node"] in self.promised.nodes or found["node"] == self.promised.told)
        if found is None or not is_known:
            raise misread("the address of nothing there is", node)
        values = [state.names.get(dotted(name), frozenset()) for name in names]
        loops = self.promised.loops.get(found["node"], ())
        wanted = [*({("index of", loop)} for loop in loops), *([{("poll",)}] if found["poll"] else [])]
        expect(values == wanted, "an address has the index of every loop around", node)
        return found["node"] + found["role"] + (":poll" if found["poll"] else "")
