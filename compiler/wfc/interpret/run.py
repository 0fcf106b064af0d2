"""Run a workflow by the book: the reference interpreter (docs/semantics.md), with a virtual clock and no engine.

Needs core IR that has passed every check, and the team's models on `sys.path`.
"""

from dataclasses import dataclass
from typing import final

from wfc.interpret.boundary import Misfit, cross_run
from wfc.interpret.clock import Clock
from wfc.interpret.endings import Bounds, Ended, Ending, Stopped
from wfc.interpret.errands import refuse
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.scopes import scope_of
from wfc.interpret.state import Frame, Run, World
from wfc.interpret.tell import tell
from wfc.interpret.timeline import Event
from wfc.interpret.undo import undo
from wfc.interpret.walk import walk_list
from wfc.interpret.watch import Promise, watched
from wfc.ir.nodes import Workflow
from wfc.ir.walk import operations_by_key
from wfc.scenario.journal import Failure, Journal
from wfc.scenario.model import Scenario


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """A finished run: its journal, what happened when, and the addresses called without a script.

    `stuck`: what waits for ever, because nothing in the scenario ever ends it. Such a run has not ended; its journal
    says "failed" without an error, and how far it got.
    """

    journal: Journal
    timeline: tuple[Event, ...]
    unscripted: frozenset[str]
    stuck: tuple[str, ...]


def interpret(workflow: Workflow, scenario: Scenario) -> Interpreted:
    """Run `scenario` on `workflow`."""
    world = World(clock=Clock(), scenario=scenario, play=play)
    run = Run(
        world=world,
        workflow=workflow,
        operations=operations_by_key(workflow),
        input=scenario.input,
        context=scenario.context,
        bounds=Bounds(cancel=scenario.cancel, deadline=workflow.deadline),
    )
    ended: list[tuple[Ending, int]] = []

    async def main() -> None:
        ended.append((await play(run), run.now))

    world.clock.start(main())
    world.clock.run()
    ending, duration = ended[0] if ended else (Ending(status="failed"), world.clock.now)
    return Interpreted(
        journal=_journal(world, ending, duration),
        timeline=tuple(world.timeline),
        unscripted=frozenset(world.unscripted),
        stuck=() if ended else tuple(world.waiting),
    )


def _journal(world: World, ending: Ending, duration: int) -> Journal:
    return Journal(
        status=ending.status,
        output=ending.output,
        error=ending.error,
        compensation_failed=tuple(world.compensation_failed),
        calls=tuple(world.calls),
        outcomes=world.outcomes,
        sla_breaches=tuple(sorted(world.breaches)),
        duration=duration,
    )


async def play(run: Run) -> Ending:
    """One run to its end, compensation included."""
    sla = run.workflow.sla
    promise = sla and Promise(run=run, sla=sla, address="", key=run.id, step=None, index=None, began=run.now)
    return await watched(promise, _play(run))


async def _play(run: Run) -> Ending:
    ending = await _go_forward(run)
    if ending.error:
        await undo(run, ending.error)
        await tell(run, ending.error)
    return ending


async def _go_forward(run: Run) -> Ending:
    """Everything but compensation."""
    try:
        run.input = cross_run(run.workflow.input, run.input)
        run.context = cross_run(run.workflow.context, run.context)
    except Misfit as error:
        return _fail(run, "InvalidInput", str(error))
    run.world.accepted.add(run.prefix)
    frame = Frame(run=run)
    try:
        ended = await walk_list(frame, run.workflow.nodes, run.workflow.entry)
    except Stopped:
        return Ending(status="cancelled", error=Failure(type="Cancelled", message="", step=None))
    return _finish(frame, ended)


def _finish(frame: Frame, ended: Ended) -> Ending:
    run, expr = frame.run, frame.run.workflow.result
    if isinstance(ended, Failure):
        return Ending(status="failed", error=ended)
    try:
        output = cross_run(run.workflow.output, evaluate(expr, scope_of(frame)) if expr else None)
    except ExpressionFailed as error:
        return _fail(run, "ExpressionError", str(error))
    except Misfit as error:
        return _fail(run, "InvalidOutput", str(error))
    return Ending(status="succeeded", output=output)


def _fail(run: Run, type: str, detail: str) -> Ending:
    refused = refuse(run, "", type, detail)
    return Ending(status="failed", error=Failure(type=refused.type, message="", step=None))
