"""Typing what the slots of a workflow hold: a lambda by what is seen there, and its value by what is asked for there.

`infer_types` knows which slot sees what; this is what all slots share. Reports the codes of `wfc.expressions` and
type-mismatch.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import final

from wfc.diagnostics import Diagnostics, Fix
from wfc.diagnostics.catalogue import MISSING_INPUTS, TYPE_MISMATCH
from wfc.diagnostics.fix import rename_text
from wfc.expressions.assignable import assignable
from wfc.expressions.infer import infer_condition, infer_lambda
from wfc.expressions.scope import Scope
from wfc.ir.builtin_models import approved_type
from wfc.ir.expressions import Const, DictDisplay, Expr
from wfc.ir.surface import Arm, Catch, Lambda, Target, ToFailure
from wfc.ir.types import Model, ModelRef, Str, Type
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True)
class Seen:
    """What a slot offers: parameters with their types, the steps in sight, and the approvals certainly approved."""

    names: Mapping[str, Type]
    steps: Container[str]
    approved: frozenset[str] = frozenset()

    def also(self, **names: Type) -> "Seen":
        """The same slot with more parameters."""
        return Seen({**self.names, **names}, self.steps, self.approved)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What all slots of a workflow share: outputs of steps by id, why a step out of sight cannot be read, the forms of
    approvals, models by path.
    """

    outputs: Mapping[str, Type]
    hidden: Mapping[str, str]
    forms: Mapping[str, Type | None]
    models: Mapping[str, Model]
    found: Diagnostics

    def typed(self, written: Lambda, seen: Seen) -> Lambda:
        """The lambda with its type, if it has no error."""
        return replace(written, typed=infer_lambda(written, self._scope(seen), self.found))

    def maybe(self, written: Lambda | None, seen: Seen) -> Lambda | None:
        """The same for a slot that may be empty."""
        return None if written is None else self.typed(written, seen)

    def condition(self, written: Lambda, seen: Seen) -> Lambda:
        """A lambda of which only the truth counts."""
        return replace(written, typed=infer_condition(written, self._scope(seen), self.found))

    def arms(self, arms: tuple[Arm, ...], seen: Seen) -> tuple[Arm, ...]:
        """Success edges."""
        return tuple(
            replace(
                arm,
                condition=None if arm.condition is None else self.condition(arm.condition, seen),
                target=self.target(arm.target, seen),
            )
            for arm in arms
        )

    def catches(self, catches: tuple[Catch, ...] | None, seen: Seen) -> tuple[Catch, ...] | None:
        """Failure edges."""
        if catches is None:
            return None
        return tuple(replace(catch, target=self.target(catch.target, seen)) for catch in catches)

    def target(self, target: Target, seen: Seen) -> Target:
        """A target, of which `Fail` may have a lambda."""
        if isinstance(target, ToFailure) and isinstance(target.message, Lambda):
            message = self.typed(target.message, seen)
            self.expect(message, Str(), "the message", "`Fail`")
            return replace(target, message=message)
        return target

    def expect(self, given: Lambda, wanted: Type, what: str, whose: str) -> None:
        """The value must be what is asked for."""
        if given.typed is None:
            return
        reason = assignable(given.typed.type, wanted, self.models)
        if reason is not None:
            message = f"{what} cannot be what {whose} takes: {reason}"
            text = 'make it text: `f"{x}"`'
            help = text if wanted == Str() else "give every required field a value of its type"
            fix = self._misnamed(given.typed, wanted)
            self.found.error(TYPE_MISMATCH, message, given.typed.span, help, fix=fix)

    def _misnamed(self, given: Expr, wanted: Type) -> Fix | None:
        """A key that is no field, and is a slip of one that is missing."""
        if not isinstance(given, DictDisplay) or not isinstance(wanted, ModelRef):
            return None
        keys = {key.value: key.span for entry in given.entries if isinstance(key := entry.key, Const)}
        fields = [one.alias for one in self.models[wanted.path].fields]
        missing = [field for field in fields if field not in keys]
        fixes = (rename_text(at, str(key), missing) for key, at in keys.items() if key not in fields)
        return next((fix for fix in fixes if fix is not None), None)

    def expect_given(self, given: Lambda | None, wanted: Type | None, what: str, whose: str, at: Span) -> None:
        """There must be a value exactly where something is taken, and it must fit; `what` is the argument."""
        if given is not None and wanted is not None:
            self.expect(given, wanted, f"`{what}`", whose)
        elif given is not None:
            taken = {"inputs": "input"}.get(what, what)
            self.found.error(TYPE_MISMATCH, f"{whose} takes no {taken}", given.span, f"drop `{what}`")
        elif isinstance(wanted, ModelRef):
            self._expect_nothing_required(wanted, what, whose, at)

    def _expect_nothing_required(self, wanted: ModelRef, what: str, whose: str, at: Span) -> None:
        needed = [field.name for field in self.models[wanted.path].fields if field.required]
        if needed:
            named = ", ".join(f"`{name}`" for name in needed)
            message = f"{whose} needs {named}, and there are no `{what}`"
            self.found.error(MISSING_INPUTS, message, at, f'add `{what}=lambda input: {{"{needed[0]}": ...}}`')

    def _scope(self, seen: Seen) -> Scope:
        return Scope(names=seen.names, steps=_InSight(self, seen), models=self.models, hidden=_OutOfSight(self, seen))


@final
@dataclass(frozen=True, slots=True, eq=False)
class _InSight(Mapping[str, Type]):
    """The outputs that a slot sees. Only looked up, never copied: each lambda of thousands sees thousands."""

    slots: Slots
    seen: Seen

    def __getitem__(self, step: str) -> Type:
        if step not in self.seen.steps:
            raise KeyError(step)
        output = self.slots.outputs[step]
        return approved_type(self.slots.forms[step]) if step in self.seen.approved else output

    def __iter__(self) -> Iterator[str]:
        return (step for step in self.slots.outputs if step in self.seen.steps)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@final
@dataclass(frozen=True, slots=True, eq=False)
class _OutOfSight(Mapping[str, str]):
    """Why a slot does not see the others."""

    slots: Slots
    seen: Seen

    def __getitem__(self, step: str) -> str:
        if step in self.seen.steps:
            raise KeyError(step)
        return self.slots.hidden[step]

    def __iter__(self) -> Iterator[str]:
        return (step for step in self.slots.hidden if step not in self.seen.steps)

    def __len__(self) -> int:
        return sum(1 for _ in self)
