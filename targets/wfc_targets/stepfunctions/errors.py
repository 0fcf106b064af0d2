"""What the language and the platform call the same failures, in both directions.

Our Lambda entry points raise only exceptions whose class name is the type of the failure, with its message; a name with
one of the platform's prefixes comes from the platform itself, and such a failure has an empty message (S2).
"""

from dataclasses import dataclass
from typing import final

from wfc_targets.stepfunctions.plan import Template

NAMES: dict[str, tuple[str, ...]] = {
    "Timeout": ("States.Timeout",),
    "ExpressionError": ("States.QueryEvaluationError",),
    "Crashed": ("Lambda.Unknown", "Runtime.ExitError", "Sandbox.Timedout"),
}
"""The errors that the platform raises for a type; any other type is its own name."""

ALL = ("States.ALL",)

_ERROR = "$states.errorOutput.Error"
_CAUSE = "$states.errorOutput.Cause"
_MESSAGE = f"$substring({_CAUSE}, 0, 1) = '{{' ? '' & $parse({_CAUSE}).errorMessage : ''"
_TIMEOUT = " ~> $replace('States.Timeout', 'Timeout')"
_EXPRESSION = " ~> $replace('States.QueryEvaluationError', 'ExpressionError')"
_CRASHED = r" ~> $replace(/^(Lambda|Runtime|Sandbox)\..+/, 'Crashed')"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What a Catch has caught: the step that has failed (None for the run), and what the platform can have said of
    it."""

    step: str | None
    timed: bool = True
    evaluated: bool = True

    @property
    def type(self) -> str:
        """The type of the failure, as JSONata."""
        return _ERROR + _TIMEOUT * self.timed + _EXPRESSION * self.evaluated + _CRASHED

    def template(self) -> dict[str, Template]:
        """The failure as lambdas and the end of the run see it."""
        return {"type": f"{{% {self.type} %}}", "message": f"{{% {_MESSAGE} %}}", "step": self.step}

    def inline(self) -> str:
        """The same as one JSONata object."""
        return f"{{'step': '{self.step}', 'type': {self.type}, 'message': {_MESSAGE}}}"


def platform_names(types: tuple[str, ...]) -> tuple[str, ...]:
    """What `ErrorEquals` must list for these types; none means every failure."""
    return tuple(name for one in types for name in NAMES.get(one, (one,))) or ALL


def raised(type: str, step: str | None, message: Template = "") -> dict[str, Template]:
    """A failure that the machine itself has found."""
    return {"type": type, "message": message, "step": step}
