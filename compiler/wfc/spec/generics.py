"""What the records are generic over, so that an editor knows what a lambda sees.

`In`, `Ctx` and `Seen` are the input and context models and the output that lambdas see. They are contravariant: a step
that can do with less fits a workflow that has more, and a type error in one lambda stays there instead of making the
whole list of steps misfit. `Out` is what a step yields, covariant so that mypy, too, sees a list of different steps as
a list of steps. The bound `Any` is what a step that stands alone gets: unchecked, never wrongly red.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import TypeVar  # with defaults, which the typing module of Python 3.11 does not have

    In = TypeVar("In", bound=Any, default=Any, contravariant=True)  # noqa: PLC0105 - printed in messages
    Ctx = TypeVar("Ctx", bound=Any, default=Any, contravariant=True)  # noqa: PLC0105
    Seen = TypeVar("Seen", bound=Any, default=Any, contravariant=True)  # noqa: PLC0105
    Out = TypeVar("Out", bound=Any, default=Any, covariant=True)  # noqa: PLC0105
    Input = TypeVar("Input", bound=Any, default=Any)
    Context = TypeVar("Context", bound=Any, default=Any)
else:
    from typing import TypeVar

    In, Ctx, Seen = TypeVar("In"), TypeVar("Ctx"), TypeVar("Seen")
    Out, Input, Context = TypeVar("Out"), TypeVar("Input"), TypeVar("Context")
