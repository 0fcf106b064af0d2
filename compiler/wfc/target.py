"""What a target must supply. Nothing else about targets is known to the compiler."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol, Self, TypeAlias, final, runtime_checkable

from wfc.diagnostics import Severity
from wfc.feature import Feature
from wfc.ir.nodes import Workflow
from wfc.scenario.journal import Journal
from wfc.scenario.model import Scenario
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True)
class Native:
    """The platform has it; `construct` names what is used."""

    construct: str


@final
@dataclass(frozen=True, slots=True)
class Lowered:
    """The target rewrites it into things the platform has, with the same meaning."""

    how: str


@final
@dataclass(frozen=True, slots=True)
class Degraded:
    """It works with a difference, which is reported.

    `unless` names an option that removes the difference when it has its `exact` value.
    """

    difference: str
    unless: str | None = None


@final
@dataclass(frozen=True, slots=True)
class NotYet:
    """Could be done; nobody has. `reason` names the nearest alternative."""

    reason: str


@final
@dataclass(frozen=True, slots=True)
class Never:
    """The platform cannot, and no rewrite is faithful. `reason` names the nearest alternative."""

    reason: str


Support: TypeAlias = Native | Lowered | Degraded | NotYet | Never


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One key of `[tool.wfc.targets.<name>]`.

    `exact`: the value under which the target keeps the semantics to the letter where it does not by default.
    """

    default: str | int | bool
    doc: str
    exact: str | int | bool | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bound of the platform that a workflow exceeds for certain (an error), may exceed by what its models and
    policies allow (a warning), or that bounds what the spec leaves open (information). `notes` are the arithmetic.
    """

    span: Span
    message: str
    help: str
    severity: Severity = Severity.INFO
    notes: tuple[str, ...] = ()


@runtime_checkable
class Limited(Protocol):
    """A target that knows such bounds."""

    def limits(self, workflow: Workflow, options: "Options") -> tuple[Limit, ...]: ...


@runtime_checkable
class Measures(Protocol):
    """A target with bounds that only emitted files can be held against: what it says of them is the spec's fault, and
    nothing is written when it is an error.
    """

    def measure(self, workflow: Workflow, files: Mapping[str, bytes]) -> tuple[Limit, ...]: ...


@runtime_checkable
class ReadsBack(Protocol):
    """A target that can read its own output: `validate` holds what emitted files say against what the workflow means
    (`wfc.validation`), one sentence for each difference; anything at all is a bug of ours.
    """

    def validate(
        self, workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
    ) -> tuple[str, ...]: ...


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One scenario to run on a platform. `files` are the generated ones; `roots` are folders with the team's own code.

    `time_scale` is what the workflow's durations were already multiplied with before `files` were emitted; the engine
    applies the same factor to the scenario's `takes`.
    """

    workflow: Workflow
    files: Mapping[str, bytes]
    scenario: Scenario
    roots: tuple[str, ...]
    time_scale: float


class Engine(Protocol):
    """A platform started locally. Used as a context manager; one engine runs many jobs, one after another."""

    @property
    def time_scale(self) -> float:
        """1.0 for an engine with virtual time; less when delays are really waited for and should be shortened."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...

    def run(self, job: Job) -> Journal:
        """Run the generated code on the real engine; read the journal from the platform's own history."""
        ...


GROUP = "wfc.targets"
"""The entry-point group that targets are registered in."""


class EngineMissing(Exception):
    """The engine's environment is not there; the message says how to make it."""


Options: TypeAlias = Mapping[str, str | int | bool]
"""A value for every option of a target."""


class Target(Protocol):
    """One output platform. `emit` is pure: same workflow and options, same bytes, no I/O."""

    @property
    def name(self) -> str: ...

    @property
    def support(self) -> Mapping[Feature, Support]:
        """A row for every feature; what has no row counts as unsupported."""
        ...

    @property
    def options(self) -> Mapping[str, Option]: ...

    def emit(self, workflow: Workflow, options: Options) -> Mapping[str, bytes]:
        """Relative POSIX path -> file. `options` has a value for every key of `self.options`. `workflow` uses only
        what `support` admits.
        """
        ...

    def check(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """What the platform would not accept in emitted files, one sentence each; anything at all is a bug of ours."""
        ...

    def dump_plan(self, workflow: Workflow) -> str:
        """The target's own model of the output as text, for `wfc build --emit plan`."""
        ...

    def engine(self) -> Engine:
        """The platform for `wfc run --target` and the conformance tests. Raises EngineMissing."""
        ...


def default_options(target: Target) -> dict[str, str | int | bool]:
    """Every option of a target as it is when nobody says anything."""
    return {name: option.default for name, option in target.options.items()}


def is_exact(target: Target, option: str | None, options: Options) -> bool:
    """Has an option the value under which the target keeps the semantics to the letter? Not if there is no option."""
    return option is not None and options[option] == target.options[option].exact


def target_names() -> tuple[str, ...]:
    """The names of all installed targets, ours and other people's."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_target(name: str) -> Target:
    """An installed target. Raises KeyError for a name that is not in `target_names()`."""
    (point, *_) = entry_points(group=GROUP, name=name) or (None,)
    if point is None:
        raise KeyError(name)
    target: Target = point.load()
    return target


def find_targets() -> dict[str, Target]:
    """All installed targets by name. Loads all of them: a command that needs one asks `load_target`."""
    return {name: load_target(name) for name in target_names()}
