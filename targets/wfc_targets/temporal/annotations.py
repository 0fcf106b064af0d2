"""The types of generated variables, as a type checker of the generated code is told."""

from typing import assert_never

from wfc.ir import types
from wfc.ir.nodes import Approval, Block, Call, Choice, ForEach, Node, Parallel, Receive, Step, Wait
from wfc.ir.types import ModelRef, Type
from wfc_targets.temporal.code import local_name
from wfc_targets.temporal.reads import gives_up, yields
from wfc_targets.temporal.scope import Scope, loops_of

_PLAIN: dict[type[Type], str] = {types.Bool: "bool", types.Int: "int", types.Float: "float", types.Null: "None"}


def output_annotation(scope: Scope, node: Node) -> str:
    """What a node's variable holds; `None` for a node without an output."""
    match node:
        case Step():
            return scope.operations[node.operation].result_annotation
        case Parallel():
            return "dict[str, Any]"
        case ForEach():
            return f"list[{block_annotation(scope, node.body)}]"
        case Approval():
            return "Decision"
        case Receive():
            return _class_or_any(node.payload)
        case Call():
            return _class_or_any(node.output)
        case Choice() | Wait():
            return "None"
        case _:
            assert_never(node)


def block_annotation(scope: Scope, block: Block) -> str:
    """What a block yields: the output of whichever node it ended with."""
    found = dict.fromkeys(output_annotation(scope, node) for node in block.nodes if yields(node))
    if gives_up(block):
        found["None"] = None
    values = [one for one in found if one != "None"]
    match values:
        case []:
            return "None"
        case [one]:
            return optional(one) if "None" in found else one
        case _:
            return "Any"


def item_annotation(scope: Scope, loop: ForEach) -> str:
    """An element of a loop: an object only where the list is one of objects."""
    match loop.item:
        case ModelRef(path) if ":" in path:
            return local_name(path) if scope.items[loop.id] == "object" else "Any"
        case types.Str(format=""):
            return "str"
        case of:
            return _PLAIN.get(type(of), "Any")


def optional(annotation: str) -> str:
    """The annotation of a value that may not be there yet."""
    return annotation if annotation.endswith("None") or annotation == "Any" else f"{annotation} | None"


def _class_or_any(of: Type) -> str:
    return local_name(of.path) if isinstance(of, ModelRef) and ":" in of.path else "Any"


def innermost_loop(scope: Scope) -> ForEach:
    """The loop whose element and index the printed code calls `item` and `index`."""
    loop = scope.nodes[loops_of(scope, scope.place)[-1]]
    assert isinstance(loop, ForEach)
    return loop
