"""Run a workflow by the book: the reference interpreter (docs/semantics.md), with a virtual clock and no engine.

Needs core IR that has passed every check, and the team's models on `sys.path`.
"""

from dataclasses import dataclass
from typing import assert_never, final

from wfc.interpret.boundary import Misfit, cross_run
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.state import Run, scope_of
from wfc.interpret.steps import run_node
from wfc.interpret.timeline import Event, Moved, Refused
from wfc.interpret.undo import undo
from wfc.interpret.watch import watch
from wfc.ir.nodes import Fail, FailAgain, Goto, Node, Succeed, Target, Workflow
from wfc.ir.walk import nodes_by_id
from wfc.scenario.journal import Failure, Journal, Json
from wfc.scenario.model import Scenario


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """A finished run: its journal, what happened when, and the addresses called without a script."""

    journal: Journal
    timeline: tuple[Event, ...]
    unscripted: frozenset[str]


def interpret(workflow: Workflow, scenario: Scenario) -> Interpreted:
    """Run `scenario` on `workflow`."""
    run = Run(workflow=workflow, scenario=scenario)
    failure, output = _play(run)
    if failure:
        undo(run, failure)
    watch(run, workflow.sla, None, 0)
    journal = Journal(
        status="failed" if failure else "succeeded",
        output=None if failure else output,
        error=failure,
        compensation_failed=tuple(run.compensation_failed),
        calls=tuple(run.calls),
        outcomes=run.outcomes,
        sla_breaches=tuple(sorted(run.breaches)),
        duration=run.now,
    )
    return Interpreted(journal=journal, timeline=tuple(run.timeline), unscripted=frozenset(run.unscripted))


def _play(run: Run) -> tuple[Failure | None, Json]:
    """Everything but compensation: what the run has failed with, or its output."""
    try:
        run.input = cross_run(run.workflow.input, run.scenario.input)
        run.context = cross_run(run.workflow.context, run.scenario.context)
    except Misfit as error:
        return _fail(run, "InvalidInput", str(error)), None
    failure = _walk(run)
    return (failure, None) if failure else _result(run)


def _walk(run: Run) -> Failure | None:
    nodes = nodes_by_id(run.workflow)
    node = nodes[run.workflow.entry]
    while True:
        chosen = run_node(run, node)
        edge = None if isinstance(chosen, Failure) else chosen
        run.timeline.append(Moved(at=run.now, node=node.id, edge=edge))
        if not isinstance(chosen, Goto):
            return _ended(run, node, chosen)
        node = nodes[chosen.step]


def _ended(run: Run, node: Node, chosen: Target | Failure) -> Failure | None:
    match chosen:
        case Failure():
            return chosen
        case Succeed() | Goto():
            return None
        case Fail():
            return Failure(type=chosen.type, message=_message(run, node, chosen), step=node.id)
        case FailAgain():
            return run.handled
        case _:
            assert_never(chosen)


def _message(run: Run, node: Node, fail: Fail) -> str:
    try:
        return "" if fail.message is None else str(evaluate(fail.message, scope_of(run, node.id)))
    except ExpressionFailed:
        return ""


def _result(run: Run) -> tuple[Failure | None, Json]:
    expr = run.workflow.result
    try:
        return None, cross_run(run.workflow.output, evaluate(expr, scope_of(run, "")) if expr else None)
    except ExpressionFailed as error:
        return _fail(run, "ExpressionError", str(error)), None
    except Misfit as error:
        return _fail(run, "InvalidOutput", str(error)), None


def _fail(run: Run, type: str, detail: str) -> Failure:
    run.timeline.append(Refused(at=run.now, address="", type=type, detail=detail))
    return Failure(type=type, message="", step=None)
