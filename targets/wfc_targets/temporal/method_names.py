"""Names for the methods of a workflow class."""

from wfc.emit.names import fresh_name, python_name
from wfc_targets.temporal.plan import Method, Package, block_vertex
from wfc_targets.temporal.step_code import Writer
from wfc_targets.temporal.structure import START
from wfc_targets.temporal.vertices import END


def method_names(package: Package, writer: Writer) -> dict[str, str]:
    """A private name for each method, none twice and none that the class has already."""
    names = {START: "_flow", END: "_result"}
    taken = {"_run", "_to_end", *names.values(), *writer.alerts.values()}
    for method in package.methods:
        if method.vertex not in names:
            names[method.vertex] = fresh_name(_wanted(method, writer), taken)
            taken.add(names[method.vertex])
    return names


def _wanted(method: Method, writer: Writer) -> str:
    """`_ship` where the run goes on with the step, `_after_ship` behind it, `_checks_credit` and `_lines_each` for
    blocks.
    """
    variables, of = writer.scope.variables, method.place[-1] if method.place else None
    if of is not None and method.vertex == block_vertex(of.node, of.block):
        return f"_{variables[of.node.id]}_{python_name(of.block.name or 'each')}"
    step = method.vertex.removesuffix("?")
    return f"_{variables[step]}" if step == method.vertex else f"_after_{variables[step]}"
