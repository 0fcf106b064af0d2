"""What the printers know of a workflow: names for everything, and where the code they print stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, final

from wfc.emit.forms import Form, form_of
from wfc.emit.names import unique_names
from wfc.emit.quote import python_string
from wfc.ir import expressions as ir
from wfc.ir.nodes import ForEach, Node, Workflow
from wfc.ir.policies import Operation
from wfc.ir.types import Model
from wfc.ir.walk import models_by_path, nodes_by_id, operations_by_key, places

_TAKEN = (
    "self input ctx error failure request workflow activities timedelta breach run key output then any err step "
    "to_json from_json making_result sendable validated retrying text_or_empty evaluating run_to_end failure_of "
    "saga item index each at poll settle for_each polling sleep_until sleep_for call decision"
).split()

BlockPlace: TypeAlias = tuple[tuple[str, str], ...]
"""The blocks around some code from the outside in: the id of the node, and the branch."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the printers know of the workflow, and the `place` of the code they print: the blocks around it.

    `variables` by node id; `places` the blocks around each node; `indexes` the names of the indexes of outer loops;
    `items` the forms in which the elements of loops come, by the loop's id.
    """

    workflow: Workflow
    operations: Mapping[str, Operation]
    models: Mapping[str, Model]
    variables: Mapping[str, str]
    activities: Mapping[str, str]
    nodes: Mapping[str, Node]
    places: Mapping[str, BlockPlace]
    indexes: Mapping[str, str]
    items: Mapping[str, Form]
    place: BlockPlace = ()


def scope_of(workflow: Workflow) -> Scope:
    """The scope of a workflow."""
    operations = operations_by_key(workflow)
    modules = {operation.handler.partition(":")[0].partition(".")[0] for operation in workflow.operations}
    nodes = nodes_by_id(workflow)
    variables = unique_names(nodes, taken=(*_TAKEN, *modules))
    around = {id: tuple((node.id, name) for node, name in place) for id, place in places(workflow).items()}
    loops = [node for node in nodes.values() if isinstance(node, ForEach)]
    indexes = unique_names((f"{variables[loop.id]}_index" for loop in loops), taken=(*_TAKEN, *variables.values()))
    items: dict[str, Form] = {}
    for loop in loops:  # an outer loop comes before those inside
        items[loop.id] = form_of(loop.items, partial(form_of_root, items, _loops(nodes, around[loop.id])))
    return Scope(
        workflow=workflow,
        operations=operations,
        models=models_by_path(workflow),
        variables=variables,
        activities=activity_names(workflow),
        nodes=nodes,
        places=around,
        indexes=dict(zip((loop.id for loop in loops), indexes.values(), strict=True)),
        items=items,
    )


def form_of_root(items: Mapping[str, Form], loops: list[str], root: ir.Name | ir.Local | ir.StepOutput) -> Form:
    match root:
        case ir.Name(name="item"):
            return items[loops[-1]]
        case ir.Name(name="index" | "key"):
            return "json"
        case _:
            return "object"


def _loops(nodes: Mapping[str, Node], place: BlockPlace) -> list[str]:
    return [id for id, _ in place if isinstance(nodes[id], ForEach)]


def loops_of(scope: Scope, place: BlockPlace) -> list[str]:
    """The loops in a place, from the outside in."""
    return _loops(scope.nodes, place)


def index_names(scope: Scope, place: BlockPlace) -> list[str]:
    """What the indexes of the loops of a place are called in the code that is printed: `index` is the innermost's."""
    own = loops_of(scope, scope.place)
    return ["index" if loop == own[-1] else scope.indexes[loop] for loop in loops_of(scope, place)]


def address(scope: Scope, node: str, role: str = "") -> str:
    """The source of a node's address: a text, in a loop with the indexes in it. `role` may have names in braces."""
    names = index_names(scope, scope.places[node]) if node in scope.places else []
    if not names and "{" not in role:
        return python_string(node + role)
    return f'f"{node}{"".join(f"[{{{name}}}]" for name in names)}{role}"'


def activity_names(workflow: Workflow) -> dict[str, str]:
    """The function of each operation, by its key; apart from the names of the modules that handlers come from."""
    modules = {operation.handler.partition(":")[0].partition(".")[0] for operation in workflow.operations}
    return unique_names((operation.key for operation in workflow.operations), taken=(*modules, "activity"))


def is_variable(scope: Scope, node: str) -> bool:
    """Is the node's output a variable of the code that is printed, or at least given to it?"""
    around = scope.places[node]
    return scope.place[: len(around)] == around
