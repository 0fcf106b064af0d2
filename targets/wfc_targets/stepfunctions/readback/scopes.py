"""Where in a definition states stand, and what is named after that."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.definition import Scope
from wfc_targets.stepfunctions.readback.syntax import Tree
from wfc_targets.stepfunctions.readback.trees import settled, shape

OWN = (
    "failure lateFailure retryFailure callFailure slaBreaches slaStartedAt called output compensationFailed "
    "failedCondition"
).split()
"""What every machine, branch and element has for itself."""


def node_of(state: str) -> str:
    """The node that a state belongs to, if only as what an approval consists of."""
    return state.removeprefix("decision on ").removesuffix(" after all")


def own(scope: Scope, name: str) -> str:
    """What every scope has for itself, as it is called in this one."""
    return _own(scope.holder, name)


@lru_cache(maxsize=1024)
def owned(holder: str) -> Mapping[str, str]:
    """The names of a scope's own variables. The outermost keeps no output: there `$output` is a step's."""
    return {_own(holder, name): name for name in OWN if holder or name != "output"}


@lru_cache(maxsize=4096)
def _own(holder: str, name: str) -> str:
    if not holder:
        return name
    node = holder.removeprefix("undo ")
    variable, capital = names.variable(node), name[0].upper() + name[1:]
    return f"undo{variable[0].upper()}{variable[1:]}{capital}" if node != holder else f"{variable}{capital}"


def undone(scope: Scope) -> tuple[str, ...]:
    """The ForEach whose elements are undone in a scope, from the inside out."""
    mine = (scope.holder.removeprefix("undo "),) if scope.holder.startswith("undo ") else ()
    return (*mine, *undone(scope.outer)) if scope.outer else mine


def indexes(scope: Scope) -> tuple[str, ...]:
    """The fields of the element that hold its indexes, from the outside in."""
    around = [one.holder.removeprefix("undo ") for one in outward(scope) if one.looping]
    return (*(f"{names.variable(one)}Index" for one in around[:0:-1]), *(["index"] if around else []))


def outward(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.outer


def legs_around(scope: Scope) -> list[Scope]:
    """The branches and bodies around states, from the outside in; where something is undone there are none."""
    around = [one for one in outward(scope) if one.holder]
    return [] if any(one.holder.startswith("undo ") for one in around) else around[::-1]


def handled(scope: Scope) -> Tree:
    """The failure handled last, as a leg asks for it: its own, or one from before it."""
    found: Tree = ("failure", "")
    for one in legs_around(scope):
        found = shape("$exists($mine) ? $mine : $before", mine=("failure", one.holder), before=found)
    return settled(found)
