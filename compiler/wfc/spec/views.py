"""The types of what a lambda sees under the names `run`, `steps` and `error`, and of an approval's output.

For editors, and for annotating a `def` that stands in for a lambda. They have no instances: lambdas are never called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, final, overload

from wfc.spec.generics import Out

if TYPE_CHECKING:
    from wfc.spec.step import Yielding


@final
class Run:
    """This run of the workflow. Times are ISO 8601 texts; `scheduled_at` is None unless a schedule started the run."""

    id: str
    trigger: str
    started_at: str
    scheduled_at: str | None


@final
class Error:
    """The failure handled last: its type (an exception's class name or a reserved one), message and step."""

    type: str
    message: str
    step: str


@final
class Outcome(Generic[Out]):
    """A step that has succeeded."""

    output: Out


class Steps(Protocol):
    """The steps before this one, by id or by `Step` object; with the object, the output has its operation's type.

    `steps[x]` needs `x` to have succeeded on every path; `steps.get(x)` is None where it has not.
    """

    @overload
    def __getitem__(self, step: Yielding[Any, Any, Out], /) -> Outcome[Out]: ...
    @overload
    def __getitem__(self, step: str, /) -> Outcome[Any]: ...
    @overload
    def get(self, step: Yielding[Any, Any, Out], /) -> Outcome[Out] | Any: ...
    @overload
    def get(self, step: str, /) -> Outcome[Any] | Any: ...


@final
class Decision(Generic[Out]):
    """The output of an `Approval`: who decided what, with the form's data, which is None unless somebody approved."""

    decision: Literal["approved", "rejected", "timeout"]
    by: str | None
    comment: str | None
    data: Out | Any
