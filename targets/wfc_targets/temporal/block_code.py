"""The code of `Parallel` and `ForEach`: branches and bodies are methods, here they are called (P1, P2)."""

from collections.abc import Callable, Mapping
from typing import assert_never

from wfc.emit.quote import python_string
from wfc.ir.nodes import Block, ForEach, Parallel
from wfc_targets.temporal.code import Lines, call, header
from wfc_targets.temporal.plan import ITEM, SAGA, Method, Variable, block_vertex, plain
from wfc_targets.temporal.scope import Scope, address, index_names
from wfc_targets.temporal.step_code import Writer, assignment
from wfc_targets.temporal.values import objects

Methods = Mapping[str, tuple[str, Method]]
"""The name of each method, and the method, by its vertex."""


def block_lines(writer: Writer, node: Parallel | ForEach, methods: Methods, depth: int) -> Lines:
    """The `with` statement in which the blocks of a node run until all have settled."""
    opening = f"with self._run.step({address(writer.scope, node.id)}):"
    match node:
        case Parallel():
            branches = (f"{python_string(one.name)}: {_call(writer, node, one, methods)}" for one in node.branches)
            work = f"settle({{{', '.join(branches)},}})"
        case ForEach():
            work = _loop(writer, node, methods)
        case _:
            assert_never(node)
    return [*header(opening, depth), *assignment(writer, node.id, work, depth + 1)]


def _loop(writer: Writer, node: ForEach, methods: Methods) -> str:
    _, body = methods[block_vertex(node, node.body)]
    each = "each" if any(one.id == ITEM for one in body.parameters) else "_"
    limit = [f"max_concurrency={node.max_concurrency}"] if node.max_concurrency is not None else []
    element = f"lambda {each}, at: {_call(writer, node, node.body, methods)}"
    return call("for_each", [objects(node.items, writer.scope), element, *limit])


def _call(writer: Writer, node: Parallel | ForEach, block: Block, methods: Methods) -> str:
    name, method = methods[block_vertex(node, block)]
    scope = writer.scope
    indexes = [*index_names(scope, scope.place), *(["at"] if isinstance(node, ForEach) else [])]
    given = {SAGA: "saga.part()" if scope.place else "self._run.part()"}
    if isinstance(node, ForEach):
        given[ITEM] = "each"
    arguments = in_order(method.parameters, indexes, lambda one: given.get(one.id) or variable_name(scope, one))
    return f"self.{name}({', '.join(arguments)})"


def in_order(parameters: tuple[Variable, ...], indexes: list[str], show: Callable[[Variable], str]) -> list[str]:
    """What a method takes: the run's data, the element's and its indexes, then outputs."""
    roots = [show(one) for one in parameters if one.id.startswith("@")]
    return [*roots, *indexes, *(show(one) for one in parameters if not one.id.startswith("@"))]


def variable_name(scope: Scope, one: Variable) -> str:
    """What a variable is called in generated code."""
    return scope.variables.get(one.id, plain(one.id))
