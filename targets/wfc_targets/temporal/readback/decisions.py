"""What code can lead to: the next node, an end of the list of steps, or a decision between such."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, final

from wfc_targets.temporal.readback.misread import expect
from wfc_targets.temporal.readback.state import NONE, State, Values
from wfc_targets.temporal.readback.terms import Term


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What runs next: the rest of a body, and what is behind that.

    `handler`: the body is one of this `try`. `unbinds`: what Python deletes at its end. `guards`: errors in it are
    failures of a node.
    """

    body: tuple[ast.stmt, ...]
    up: "Behind | None" = None
    handler: ast.Try | None = None
    unbinds: str = ""
    guards: str = ""

    def around(self) -> Iterator["Behind"]:
        """This, and what it stands in."""
        here: Behind | None = self
        while here is not None:
            yield here
            here = here.up


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrives:
    """At a node."""

    node: str
    at: ast.stmt
    behind: Behind
    state: State


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeds:
    """The list of steps ends with success. `value`: what a block yields; `result`: of the run."""

    state: State
    value: Values = frozenset({NONE})
    result: Term | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fails:
    """It ends with a failure: one of its own, taken at `node`; or the one handled last; or (`type` empty) the one that
    no edge lists.
    """

    state: State
    type: str
    message: Term | None = None
    node: str = ""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A decision."""

    test: Term
    yes: "Tree"
    no: "Tree"


Tree: TypeAlias = Arrives | Succeeds | Fails | Fork
Test: TypeAlias = Callable[[ast.expr, State], Term]
"""How what an `if` asks is read."""
AGAIN = "again"


def expect_no_handler(here: Behind, at: ast.AST) -> None:
    """What happens here is not for the edges of the step around."""
    expect(all(one.handler is None for one in here.around()), "no edge of another step may handle this", at)
