"""The compiler's table of contents: what happens to a spec, in order.

Surface checks run in stages; the compiler stops behind the first stage that found an error, so one run reports
everything of a stage and nothing that only follows from an earlier mistake.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from wfc.analysis.graph import build_graph
from wfc.diagnostics import Diagnostics
from wfc.ir import nodes as core
from wfc.ir import surface
from wfc.passes.check_alerts import check_alerts
from wfc.passes.check_children import add_errors, check_children
from wfc.passes.check_choices import check_choices
from wfc.passes.check_dataflow import check_dataflow
from wfc.passes.check_deadline import check_deadline
from wfc.passes.check_effects import check_effects
from wfc.passes.check_graph import check_graph
from wfc.passes.check_half_done import check_half_done
from wfc.passes.check_identity import check_identity
from wfc.passes.check_literals import check_literals
from wfc.passes.check_project import check_project
from wfc.passes.check_raising import check_raising
from wfc.passes.check_retries import check_retries
from wfc.passes.check_time import check_time
from wfc.passes.check_triggers import check_triggers
from wfc.passes.check_unused import check_unused
from wfc.passes.desugar import desugar
from wfc.passes.drop_dead_edges import drop_dead_edges
from wfc.passes.infer_types import infer_types
from wfc.passes.list_compensations import list_compensations
from wfc.passes.order_nodes import order_nodes
from wfc.passes.resolve_names import resolve_names

SurfacePass: TypeAlias = Callable[[surface.Workflow, Diagnostics], surface.Workflow]

STAGES: tuple[tuple[SurfacePass, ...], ...] = (
    (check_identity, resolve_names),
    (check_graph, infer_types, check_alerts, drop_dead_edges),
    (check_choices, check_dataflow, check_unused),
)


def check(workflow: surface.Workflow, found: Diagnostics) -> surface.Workflow | None:
    """Run every check on the surface, the workflows it calls first; None when some stage found errors."""
    workflow = check_children(workflow, check, found)
    if found.has_errors:
        return None
    for stage in STAGES:
        for run in stage:
            workflow = run(workflow, found)
        if found.has_errors:
            return None
    return workflow


def to_core(workflow: surface.Workflow, found: Diagnostics) -> core.Workflow:
    """The core of a checked workflow, and what is to be said of it once defaults are applied."""
    graph = build_graph(workflow)
    own = Diagnostics()
    children = tuple(to_core(child, own) for child in workflow.children)
    add_errors(own, found)
    lowered = list_compensations(order_nodes(desugar(workflow, graph, children), graph), graph)
    check_raising(lowered, found)
    check_time(lowered, found)
    check_retries(lowered, found)
    check_deadline(lowered, found)
    check_effects(lowered, found)
    check_half_done(lowered, graph, found)
    check_triggers(lowered, found)
    check_literals(lowered, found)
    return lowered


def check_together(workflows: Sequence[core.Workflow], found: Diagnostics) -> None:
    """What can only be seen when all workflows of a project are side by side."""
    check_project(workflows, found)
