"""This target's own model of its output: a state machine, the functions it invokes, and what the template adds.

Made by `lower`, read by `emit`.
"""

from dataclasses import dataclass
from typing import final

from wfc.ir.policies import Operation
from wfc.ir.types import Type
from wfc_targets.stepfunctions.states import State, Template


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A Lambda entry point that runs an operation. `limited`: its event may say how large the result may be."""

    name: str
    parameter: str
    operation: Operation
    limited: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """The Lambda entry point by which people answer approvals; `forms` by approval, None for one without a form."""

    name: str
    forms: tuple[tuple[str, Type | None], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A Lambda entry point that validates: named values of the run's input, or its result (`parts` has one, named
    "")."""

    name: str
    parameter: str
    parts: tuple[tuple[str, Type], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """An EventBridge schedule. `input` is the execution's input."""

    expression: str
    timezone: str
    input: dict[str, Template]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is emitted for one workflow. `alarm`: how long a run is promised to take, in milliseconds;
    `children`: the names of the workflows it calls."""

    key: str
    version: str
    name: str
    file: str
    description: str
    states: tuple[State, ...]
    functions: tuple[Function, ...]
    checks: tuple[Check, ...]
    decide: Decide | None
    children: tuple[str, ...]
    schedules: tuple[Schedule, ...]
    alarm: int | None

    @property
    def entry_points(self) -> tuple[Function | Check, ...]:
        """Every Lambda entry point that the machine invokes."""
        return (*self.functions, *self.checks)
