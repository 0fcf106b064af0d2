"""What the tasks of nodes of several tasks do, and of those that wait; the other bodies are in `bodies`."""

from dataclasses import dataclass
from typing import ClassVar, final

from wfc_targets.airflow.bodies import Call


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A task that only stands where ways part or meet; `why` is for the reader."""

    kind: ClassVar[str] = "nothing"
    why: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a block ends: well when the task `final` has succeeded, and then with the output of the first of `last` that
    was reached, else with what the first of `failing` has failed with. `silent`: those of `last` without an output.
    """

    final: str
    failing: tuple[str, ...]
    last: tuple[str, ...]
    silent: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Wait for branches: (name, how it ends), in the order that decides which failure counts."""

    kind: ClassVar[str] = "join"
    branches: tuple[tuple[str, Ending], ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Compute the items of a `ForEach`. `value` is source."""

    kind: ClassVar[str] = "items"
    value: str
    guarded: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """Wait for the elements that the task `items` has listed."""

    kind: ClassVar[str] = "gather"
    items: str
    ending: Ending


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ElementUndo:
    """How a step is undone for one element: by a function of this name. `bindings`, `due` (is it?), `policies` (each
    with the attempts that it allows) and `timeout` are source.
    """

    step: str
    name: str
    imports: tuple[str, ...]
    bindings: tuple[str, ...]
    call: Call
    due: str
    policies: tuple[str, ...]
    timeout: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoElements:
    """Undo the elements of a `ForEach`, the last one first, each in the order of `steps`."""

    kind: ClassVar[str] = "undo_elements"
    items: str
    steps: tuple[ElementUndo, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Come back after so many `seconds` or at a `moment`, one of them, as source. `guarded`: evaluating it may fail."""

    kind: ClassVar[str] = "pause"
    seconds: str | None
    moment: str | None
    guarded: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One poll of an operation. `until` is source of a condition on `output`; `every` and `timeout` are source."""

    kind: ClassVar[str] = "polled"
    call: Call
    until: str
    every: str
    timeout: str
    max_polls: int | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of the question that the task `answer` has asked. `form` is a Python name; `fails` are decisions."""

    kind: ClassVar[str] = "decided"
    notify: str
    answer: str
    form: str | None
    fails: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Conf:
    """Make the conf of another DAG's run. `inputs` and `context` are source; `guarded`: evaluating them may fail."""

    kind: ClassVar[str] = "conf"
    inputs: str
    context: str | None
    context_key: str
    guarded: bool


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What came of the run of another DAG that the task `run` has triggered; its task `output` has what it returns.

    `failing`: its tasks that tell what it has failed with, the first that has failed.
    """

    kind: ClassVar[str] = "called"
    inputs: str
    run: str
    child: str
    output: str | None
    failing: tuple[str, ...]
