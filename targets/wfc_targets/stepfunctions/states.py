"""The states of a machine as data: what `lower` makes and `asl` writes down.

A `Template` is a JSON value as it stands in the definition: text that begins with `{%` is a JSONata expression, all
else is meant literally.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, assert_never, final

Template: TypeAlias = Any
Variables: TypeAlias = Mapping[str, Template]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Retrier:
    """One entry of `Retry`. Seconds are whole; no attempts means never. What is None is left to the platform's
    defaults."""

    errors: tuple[str, ...]
    interval: int | None = None
    max_attempts: int
    backoff: float | None = None
    max_delay: int | None = None
    jitter: bool = False


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Catcher:
    """One entry of `Catch`."""

    errors: tuple[str, ...]
    assign: Variables = field(default_factory=dict)
    output: Template = None
    next: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a Choice. `condition` is JSONata without its delimiters."""

    condition: str
    assign: Variables = field(default_factory=dict)
    next: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Invoke a function. Without `next` the run or leg ends with `output`. `awaited` false: the function runs on its
    own."""

    name: str
    comment: str = ""
    function: str
    payload: Template
    timeout: Template = None
    awaited: bool = True
    assign: Variables = field(default_factory=dict)
    output: Template = None
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()
    next: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Run another machine to its end. Without `next` the run or leg ends with `output`."""

    name: str
    comment: str = ""
    machine: str
    execution: Template
    given: Template
    assign: Variables = field(default_factory=dict)
    output: Template = None
    catch: tuple[Catcher, ...] = ()
    next: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Tell EventBridge of `detail`, in which there is the task's token, and go on when somebody answers with it."""

    name: str
    detail: Variables
    timeout: Template = None
    assign: Variables = field(default_factory=dict)
    output: Template = None
    catch: tuple[Catcher, ...] = ()
    next: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Run legs at once; each is its states, the first of which begins it."""

    name: str
    comment: str = ""
    legs: tuple[tuple["State", ...], ...]
    assign: Variables = field(default_factory=dict)
    output: Template = None
    catch: tuple[Catcher, ...] = ()
    next: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Run a leg for each of `items`, which is handed what `selector` makes of it."""

    name: str
    comment: str = ""
    items: Template
    selector: Template
    max_concurrency: int | None
    leg: tuple["State", ...]
    assign: Variables = field(default_factory=dict)
    output: Template = None
    catch: tuple[Catcher, ...] = ()
    next: str | None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The first rule that holds is taken, else `default`, whose variables are `assign`."""

    name: str
    comment: str = ""
    rules: tuple[Rule, ...]
    assign: Variables = field(default_factory=dict)
    default: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Go on: a Choice that has nothing to choose."""

    name: str
    comment: str = ""
    assign: Variables = field(default_factory=dict)
    next: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Wait for a number of seconds, or until an instant."""

    name: str
    comment: str = ""
    seconds: Template = None
    timestamp: Template = None
    assign: Variables = field(default_factory=dict)
    next: str


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed:
    """End the run, or a leg."""

    name: str
    output: Template


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """End the run with an error."""

    name: str
    error: Template
    cause: Template


State: TypeAlias = Task | Start | Ask | Parallel | Map | Choice | Pass | Wait | Succeed | Fail


def onward(state: State) -> tuple[str | None, ...]:
    """The states that a state can lead to; None where it ends its machine or leg."""
    match state:
        case Choice():
            return (*(rule.next for rule in state.rules), state.default)
        case Task() | Start() | Ask() | Parallel() | Map():
            return (state.next, *(catcher.next for catcher in state.catch))
        case Pass() | Wait():
            return (state.next,)
        case Succeed() | Fail():
            return (None,)
        case _:
            assert_never(state)


def reachable(states: Sequence[State]) -> tuple[State, ...]:
    """The states that the first leads to: an edge for failures that cannot happen leads nowhere."""
    known, found, pending = {state.name: state for state in states}, set(), [states[0].name]
    while pending:
        name = pending.pop()
        if name not in found and name in known:
            found.add(name)
            pending += [one for one in onward(known[name]) if one is not None]
    return tuple(state for state in states if state.name in found)


def assigned(state: State) -> frozenset[str]:
    """The variables that a state can assign."""
    parts: list[Variables] = [] if isinstance(state, Succeed | Fail) else [state.assign]
    match state:
        case Choice():
            parts += [rule.assign for rule in state.rules]
        case Task() | Start() | Ask() | Parallel() | Map():
            parts += [catcher.assign for catcher in state.catch]
        case _:
            pass
    return frozenset(name for part in parts for name in part)


def walk_states(states: Iterable[State]) -> Iterator[State]:
    """States and those inside them."""
    for state in states:
        yield state
        match state:
            case Parallel():
                yield from (one for leg in state.legs for one in walk_states(leg))
            case Map():
                yield from walk_states(state.leg)
            case _:
                pass
