"""Where in a machine states stand: in its own list, in a branch, in an element, or where elements are undone.

A branch or element is a scope of its own: it reads the variables around it and must not assign to them, and nothing
outside sees its own. So what every scope needs (the failure handled last, say) is named after the node around it there.
Inside a Map every state hands its input on, which therefore is the element from the first state to the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from wfc.ir.nodes import ForEach, Parallel
from wfc.ir.walk import Place
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.states import Template

ELEMENT = "$states.input"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`around`: the nodes around these states, from the outside in. `undoing`: the ForEach around that are being undone
    here, from the outside in; what was inside them stands in the element."""

    around: Place = ()
    undoing: tuple[ForEach, ...] = ()


TOP = Frame()


def inside(frame: Frame, node: Parallel | ForEach, branch: str) -> Frame:
    """The frame of a branch or body."""
    return Frame(around=(*frame.around, (node, branch)))


def undoing(frame: Frame, for_each: ForEach) -> Frame:
    """The frame in which the elements of a ForEach are undone."""
    return Frame(undoing=(*frame.undoing, for_each))


def loops(frame: Frame) -> tuple[ForEach, ...]:
    """The ForEach whose element these states work on, from the outside in."""
    return frame.undoing or tuple(node for node, _ in frame.around if isinstance(node, ForEach))


def own(frame: Frame, name: str) -> str:
    """What every scope needs, as it is called in this one: `failure`, `bookFailure`, `undoBillFailure`."""
    if frame.undoing:
        return f"undo{_capital(names.variable(frame.undoing[-1].id))}{_capital(name)}"
    return f"{names.variable(frame.around[-1][0].id)}{_capital(name)}" if frame.around else name


def index_fields(frame: Frame) -> tuple[str, ...]:
    """The fields of the element that hold its indexes, from the outside in."""
    around = loops(frame)
    return (*(f"{names.variable(one.id)}Index" for one in around[:-1]), *(["index"] if around else []))


def address(frame: Frame, node: str) -> str:
    """The address of a node as JSONata: `'charge[' & $states.input.index & ']'`."""
    indexes = " & '][' & ".join(f"{ELEMENT}.{field}" for field in index_fields(frame))
    return f"'{node}[' & {indexes} & ']'" if indexes else f"'{node}'"


def step_of(frame: Frame, node: str | None) -> Template:
    """The same as it stands in a definition; null for what belongs to no node."""
    return node if node is None or not loops(frame) else f"{{% {address(frame, node)} %}}"


def key(frame: Frame, node: str, role: str = "") -> str:
    """What stands behind the run id in an idempotency key (S1), as JSONata: `':charge:' & $states.input.index`."""
    indexes = " & ':' & ".join(f"{ELEMENT}.{field}" for field in index_fields(frame))
    if not indexes:
        return f"':{node}{role}'"
    return f"':{node}:' & {indexes}" + (f" & '{role}'" if role else "")


def selected(frame: Frame, for_each: ForEach) -> Iterator[tuple[str, str]]:
    """The fields of an element that say where it is, and where they come from."""
    fields = index_fields(frame)
    for field, kept in zip(index_fields(inside(frame, for_each, "")), fields, strict=False):
        yield field, f"{ELEMENT}.{kept}"
    yield "index", "$states.context.Map.Item.Index"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
