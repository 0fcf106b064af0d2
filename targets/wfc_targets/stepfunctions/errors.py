"""What the language and the platform call the same failures, in both directions.

Our Lambda entry points raise only exceptions whose class name is the type of the failure, with its message; a name with
one of the platform's prefixes comes from the platform itself, and such a failure has an empty message (S2).
"""

from dataclasses import dataclass
from typing import final

from wfc.ir.policies import RESERVED_ERRORS
from wfc_targets.stepfunctions.deadlines import DEADLINE, is_over
from wfc_targets.stepfunctions.frames import TOP, Frame, address, step_of
from wfc_targets.stepfunctions.literals import literal
from wfc_targets.stepfunctions.states import Template

NAMES: dict[str, tuple[str, ...]] = {
    "Timeout": ("States.Timeout",),
    "ExpressionError": ("States.QueryEvaluationError",),
    "Crashed": (
        "Lambda.Unknown",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Runtime.ExitError",
        "Sandbox.Timedout",
    ),
}
"""The errors that the platform raises for a type; any other type is its own name."""

ALL = ("States.ALL",)

_CUT = frozenset({"Timeout", "ExpressionError"})
"""As which the platform reports what the deadline has cut, or kept from beginning."""

_ERROR = "$states.errorOutput.Error"
_CAUSE = "$states.errorOutput.Cause"
_MESSAGE = f"$substring({_CAUSE}, 0, 1) = '{{' ? '' & $parse({_CAUSE}).errorMessage : ''"
_TRANSLATED = {
    "Timeout": " ~> $replace('States.Timeout', 'Timeout')",
    "ExpressionError": " ~> $replace('States.QueryEvaluationError', 'ExpressionError')",
    "Crashed": r" ~> $replace(/^(States|Lambda|Runtime|Sandbox)\..+/, 'Crashed')",
}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What a Catch has caught: the step that has failed (None for the run), and the failures that the platform itself
    can have reported. `deadline`: that of the run, if it holds here."""

    step: str | None
    frame: Frame = TOP
    reported: frozenset[str] = frozenset(NAMES)
    deadline: int | None = None

    def template(self, types: tuple[str, ...] = ()) -> dict[str, Template]:
        """The failure as lambdas and the end of the run see it; `types` are what the Catch is for, none means all."""
        fixed = len(types) == 1 and not self._may_be_late(types)
        type = literal(types[0]) if fixed else f"{{% {self._type(types)} %}}"
        message = "" if types and RESERVED_ERRORS.issuperset(types) else f"{{% {_MESSAGE} %}}"
        return {"type": type, "message": message, "step": step_of(self.frame, self.step)}

    def inline(self) -> str:
        """The same as one JSONata object."""
        step = address(self.frame, self.step or "")
        return f"{{'step': {step}, 'type': {self._type(())}, 'message': {_MESSAGE}}}"

    def _may_be_late(self, types: tuple[str, ...]) -> bool:
        return self.deadline is not None and (not types or not _CUT.isdisjoint(types))

    def _type(self, types: tuple[str, ...]) -> str:
        names = (name for name in _TRANSLATED if name in self.reported and (name in types or not types))
        type = _ERROR + "".join(_TRANSLATED[name] for name in names)
        if self.deadline is None or not self._may_be_late(types):
            return type
        cut = f"{_ERROR} in ['States.Timeout', 'States.QueryEvaluationError']"
        return f"{cut} and {is_over(self.deadline)} ? '{DEADLINE}' : {type}"


def caught_from(step: str, frame: Frame, *, timed: bool, evaluated: bool, deadline: int | None = None) -> Caught:
    """What can be caught from a Task with or without a timeout, and with or without an expression that can fail."""
    reported = {"Crashed"} | ({"Timeout"} if timed else set()) | ({"ExpressionError"} if evaluated else set())
    return Caught(step=step, frame=frame, reported=frozenset(reported), deadline=deadline)


def platform_names(types: tuple[str, ...]) -> tuple[str, ...]:
    """What `ErrorEquals` must list for these types; none means every failure."""
    return tuple(name for one in types for name in NAMES.get(one, (one,))) or ALL


def raised(type: str, step: Template, message: Template = "") -> dict[str, Template]:
    """A failure that the machine itself has found. `step` is an address."""
    return {"type": literal(type), "message": message, "step": step}
