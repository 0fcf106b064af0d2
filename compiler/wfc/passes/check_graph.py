"""The shape of a workflow: every step is reached, every way ends, nothing is entered by accident.

Runs when names are resolved and before anything is typed, because typing asks which paths lead where. Reports
compensation-is-a-step, next-in-handler, reserved-error-type, cycle, unreachable-step, shadowed-transition, falls-
through and bare-fail. Exhaustiveness needs types and is judged by check_choices.
"""

from wfc.analysis.graph import Edge, Graph, all_declared, build_graph, graphs_in, success_arms
from wfc.analysis.history import History, histories
from wfc.analysis.order import canonical_order, dominated_by, reachable
from wfc.diagnostics import Diagnostics, Label
from wfc.diagnostics.catalogue import (
    BARE_FAIL,
    COMPENSATION_IS_A_STEP,
    CYCLE,
    FALLS_THROUGH,
    NEXT_IN_HANDLER,
    RESERVED_ERROR_TYPE,
    SHADOWED_TRANSITION,
    UNREACHABLE_STEP,
)
from wfc.ir.policies import RESERVED_ERRORS
from wfc.ir.surface import Call, Catch, CompensationStep, Step, ToFailure, ToNext, Workflow
from wfc.ir.written import all_nodes, compensation_steps, lambda_text, written_targets
from wfc.source import Span


def check_graph(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check the graph of a workflow; the workflow itself is unchanged."""
    graph = build_graph(workflow)
    spans = {node.id: node.id_span for node in all_nodes(workflow)}
    _check_compensation_steps(workflow, graph, found)
    _check_targets(workflow, found)
    for one in graphs_in(graph):
        _check_cycle(one, spans, found)
    if found.has_errors:
        return workflow  # what follows would only repeat it
    _check_shadowed(workflow, found)
    before = histories(graph).before
    for one in graphs_in(graph):
        _check_reached(one, spans, found)
        for edge in one.edges:
            if edge.source in before:
                _check_falls_through(edge, one, spans, found)
                _check_bare_fail(edge, before[edge.source], found)
    return workflow


def _check_compensation_steps(workflow: Workflow, graph: Graph, found: Diagnostics) -> None:
    undoing = compensation_steps(workflow)
    for node in (*workflow.steps, *workflow.handlers):
        if node.id not in undoing:
            continue
        named = Label(_naming(workflow, node.id), "named as a compensation here")
        for edge in graph.into(node.id):
            message = f"`{node.id}` is a compensation, and a transition leads to it"
            help = "make two steps of the same operation: one to go to, one to undo with"
            found.error(COMPENSATION_IS_A_STEP, message, edge.span, help, named)
        forward = _forward_steps(workflow, node.id)
        if len(forward) > 1:
            message = f"`{node.id}` is the compensation of {' and of '.join(f'`{step}`' for step in forward)}"
            help = "give each step a compensation of its own: its `output` is the output of the step it undoes"
            found.error(COMPENSATION_IS_A_STEP, message, node.id_span, help, named)
        if node in workflow.steps:
            help = "move it to `handlers`"
            found.error(
                COMPENSATION_IS_A_STEP,
                f"the compensation `{node.id}` stands in `steps`",
                node.id_span,
                help,
                named,
            )
        if not isinstance(node, Step) or _is_linked(node):
            message = f"the compensation `{node.id}` has edges of its own"
            help = "a compensation only runs its operation: drop `on_success`, `on_failure` and `compensation`"
            found.error(COMPENSATION_IS_A_STEP, message, node.id_span, help, named)


def _is_linked(step: Step) -> bool:
    return step.on_success is not None or step.on_failure is not None or step.compensation is not None


def _forward_steps(workflow: Workflow, compensation: str) -> list[str]:
    return [
        node.id
        for node in all_nodes(workflow)
        if isinstance(node, Step | Call)
        and isinstance(node.compensation, CompensationStep)
        and node.compensation.step == compensation
    ]


def _naming(workflow: Workflow, step: str) -> Span:
    (first, *_) = _forward_steps(workflow, step)
    forward = next(node for node in all_nodes(workflow) if node.id == first)
    compensation = forward.compensation if isinstance(forward, Step | Call) else None
    assert compensation is not None
    return compensation.span


def _check_targets(workflow: Workflow, found: Diagnostics) -> None:
    handlers = {node.id for node in workflow.handlers}
    for node in all_nodes(workflow):
        for _, target in written_targets(node):
            if isinstance(target, ToNext) and node.id in handlers:
                help = "name the step to go on with, or use SUCCEED or FAIL"
                found.error(
                    NEXT_IN_HANDLER,
                    f"`NEXT` in the handler `{node.id}`: handlers have no order",
                    target.span,
                    help,
                )
            if isinstance(target, ToFailure) and target.type in RESERVED_ERRORS:
                help = "choose a type of your own; the reserved ones say what the platform or wfc found"
                found.error(RESERVED_ERROR_TYPE, f"`Fail` with the reserved type `{target.type}`", target.span, help)


def _check_cycle(graph: Graph, spans: dict[str, Span], found: Diagnostics) -> None:
    ordered = set(canonical_order(graph))
    stuck = [node for node in graph.nodes if node not in ordered]
    if not stuck:
        return
    path = _cycle(graph, stuck)
    back = next(edge for edge in graph.out_of(path[-1]) if edge.target == path[0])
    message = f"`{path[0]}` can come back to itself: {' -> '.join((*path, path[0]))}"
    help = "a workflow never goes back: use `retry` to repeat a step"
    found.error(CYCLE, message, back.span, help, Label(spans[path[0]], "the step that is reached again"))


def _cycle(graph: Graph, stuck: list[str]) -> list[str]:
    """The nodes of a cycle, the one declared first in front.

    Walks backwards among the nodes that never get ready: each has such a predecessor, so a node comes again.
    """
    path = [stuck[0]]
    while path[-1] not in path[:-1]:
        path.append(next(edge.source for edge in graph.into(path[-1]) if edge.source in stuck))
    cycle = path[path.index(path[-1]) + 1 :][::-1]
    first = min(range(len(cycle)), key=lambda at: graph.nodes.index(cycle[at]))
    return cycle[first:] + cycle[:first]


def _check_reached(graph: Graph, spans: dict[str, Span], found: Diagnostics) -> None:
    alive = reachable(graph)
    for node in graph.nodes:
        if node not in alive:
            help = f"lead a transition to `{node}`, or remove the step"
            found.error(UNREACHABLE_STEP, f"no path reaches `{node}`", spans[node], help)


def _check_shadowed(workflow: Workflow, found: Diagnostics) -> None:
    for node, places in all_declared(workflow):
        arms = [arm for arm in success_arms(node, places) if arm.decision in (None, "approved")]
        conditions = sum(arm.condition is not None for arm in arms)
        seen: dict[str | None, Span] = {}
        for arm in arms:
            text = None
            if arm.condition is not None:  # one by itself is like no other, and writing it out takes long
                text = lambda_text(arm.condition) if conditions > 1 else ""
            if None in seen or text in seen:
                _shadowed(arm.span, seen.get(text, seen.get(None, arm.span)), found)
            seen.setdefault(text, arm.span)
        _check_shadowed_catches(node.on_failure or (), found)


def _check_shadowed_catches(catches: tuple[Catch, ...], found: Diagnostics) -> None:
    listed: set[str] = set()
    catch_all: Span | None = None
    for catch in catches:
        if catch_all is not None or (catch.types and set(catch.types) <= listed):
            _shadowed(catch.span, catch_all or catches[0].span, found)
        listed |= set(catch.types or ())
        catch_all = catch_all or (catch.span if catch.types is None else None)


def _shadowed(at: Span, earlier: Span, found: Diagnostics) -> None:
    message = "this transition is never taken: an earlier one takes every case of it"
    related = Label(earlier, "this one comes first")
    found.warn(SHADOWED_TRANSITION, message, at, "remove it, or move it to the front", related)


def _check_falls_through(edge: Edge, graph: Graph, spans: dict[str, Span], found: Diagnostics) -> None:
    if edge.written or edge.target is None or edge.kind == "failure":
        return
    if any(own.to_next for own in graph.out_of(edge.source) if own.kind == "failure"):
        return  # whoever writes `on_failure=NEXT` means both
    others = [other for other in graph.into(edge.target) if other != edge]
    if others and all(other.kind == "failure" for other in others):
        what, other = "is otherwise reached only by failures", others[0]
    elif sibling := _sibling(edge, others, graph):
        what, other = f"is another alternative of `{sibling.source}`", sibling
    else:
        return
    accident = "only because it stands next in the list"
    message = f"`{edge.source}` goes on to `{edge.target}` {accident}, and `{edge.target}` {what}"
    help = f"say where `{edge.source}` goes: `on_success=NEXT` if this is meant, else a step or SUCCEED"
    found.error(FALLS_THROUGH, message, spans[edge.source], help, Label(other.span, "reached from here"))


def _sibling(edge: Edge, others: list[Edge], graph: Graph) -> Edge | None:
    """An edge of the same decision that led to `edge.source`, into the node `edge.source` falls into."""
    for other in others:
        alternatives = [
            arm for arm in graph.out_of(other.source) if arm.kind == "success" and arm.target != other.target
        ]
        if other.kind == "success" and any(dominated_by(edge.source, arm, graph) for arm in alternatives):
            return other
    return None


def _check_bare_fail(edge: Edge, before: History, found: Diagnostics) -> None:
    if edge.end != "fail-again" or edge.kind == "failure" or not before.unhandled_possible:
        return
    message = f"`{edge.source}` ends with `FAIL`, and on some path to it no failure was handled"
    if not edge.written:
        message = f"the handler `{edge.source}` ends with `FAIL`, and a path without a failure leads to it"
    help = 'write `on_success=Fail("Type", "message")`, or another target'
    found.error(BARE_FAIL, message, edge.span, help)
