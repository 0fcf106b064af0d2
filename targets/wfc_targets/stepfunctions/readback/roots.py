"""What lambdas read, as pieces of trees: `("read", "output", "charge")` whatever variable holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from wfc.ir import expressions as ir
from wfc.ir.types import Model
from wfc_targets.stepfunctions.readback.syntax import Tree, const
from wfc_targets.stepfunctions.readback.trees import shape

RUN_ID: Tree = ("states", "context", "Execution", "Id")
RUN_STARTED: Tree = ("states", "context", "Execution", "StartTime")
ERROR: Tree = ("read", "error")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a lambda stands. `node`: what `output` and `key` are of; `indexes`: the fields of the element that count,
    from the outside in; `legged`: the nodes that have branches or a body; `models`: those that defaults of `loose`
    roots are taken from, none where the run validates its input.
    """

    node: str = ""
    indexes: tuple[str, ...] = ()
    legged: frozenset[str] = frozenset()
    models: Mapping[str, Model] = field(default_factory=dict)
    loose: frozenset[str] = frozenset({"input", "ctx"})


def output(node: str) -> Tree:
    """The output of a node."""
    return ("read", "output", node)


def failures(node: str) -> Tree:
    """The failures of the legs of a node."""
    return ("read", "failures", node)


def element(field: str) -> Tree:
    """A field of the element that a body works on."""
    return ("states", "input", field)


def key(node: str, indexes: tuple[str, ...], role: str = "") -> Tree:
    """An idempotency key (S1)."""
    if not indexes:
        return ("op", "&", RUN_ID, const(f":{node}{role}" if node else role))
    tree = ("op", "&", RUN_ID, const(f":{node}:"))
    for at, one in enumerate(indexes):
        tree = ("op", "&", tree, element(one)) if at == 0 else _joined(tree, ":", one)
    return ("op", "&", tree, const(role)) if role else tree


def address(node: str, indexes: tuple[str, ...]) -> Tree:
    """The address of a node: its id, with the indexes around it."""
    if not indexes:
        return const(node)
    tree = const(f"{node}[")
    for at, one in enumerate(indexes):
        tree = ("op", "&", tree, element(one)) if at == 0 else _joined(tree, "][", one)
    return ("op", "&", tree, const("]"))


def root(expr: ir.Name | ir.StepOutput | ir.StepDone, at: Standing, absent: frozenset[str]) -> Tree:
    """What a lambda was given. `absent`: the names of what may not be there."""
    match expr:
        case ir.StepOutput(step=step):
            return output(step)
        case ir.StepDone(step=step):
            pattern = "$exists($it) and $count($errors) = 0" if step in at.legged else "$exists($it)"
            return shape(pattern, it=output(step), errors=failures(step))
        case ir.Name(name="error"):
            return _perhaps(ERROR) if "error" in absent else ERROR
        case ir.Name(name="output"):
            return _perhaps(output(at.node)) if "output" in absent else output(at.node)
        case ir.Name(name="key"):
            return key(at.node, at.indexes)
        case ir.Name(name="run"):
            return ("dict", tuple((const(name), tree) for name, tree in _RUN.items()))
        case ir.Name(name="item" | "index" as name):
            return element(name)
        case ir.Name(name=name):
            return ("read", name)


def _joined(tree: Tree, sign: str, field: str) -> Tree:
    return ("op", "&", ("op", "&", tree, const(sign)), element(field))


def _perhaps(tree: Tree) -> Tree:
    return shape("$exists($it) ? $it : null", it=tree)


_GIVEN = "$states.context.Execution.Input.run"
_RUN = {
    "id": RUN_ID,
    "started_at": RUN_STARTED,
    "trigger": shape(f"$exists({_GIVEN}.trigger) ? {_GIVEN}.trigger : 'manual'"),
    "scheduled_at": shape(f"$exists({_GIVEN}.scheduled_at) ? {_GIVEN}.scheduled_at : null"),
}
"""The facts about a run: what a schedule sends, or else that somebody started it."""
