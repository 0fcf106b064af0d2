"""Compensate a run that has failed or was cancelled (C1-C5)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wfc.interpret.endings import Bounds, Done, Ended
from wfc.interpret.errands import errand, evaluate_input
from wfc.interpret.evaluate import Scope
from wfc.interpret.perform import perform
from wfc.interpret.scopes import error_value
from wfc.interpret.state import Run
from wfc.interpret.timeline import Undoing
from wfc.ir.nodes import Call, Compensation, ForEach, Node, Parallel, Step
from wfc.scenario.journal import CompensationFailure, Failure


async def undo(run: Run, failure: Failure) -> None:
    """Run what is due in reverse canonical order, one at a time; what fails is recorded and the rest goes on."""
    due = [
        (address, how)
        for node, address in reversed([*_instances(run, run.workflow.nodes, "")])
        if isinstance(node, Step | Call) and (how := node.compensation) and _is_due(run, address, how)
    ]
    if due:
        moment = Undoing(at=run.now, address=run.prefix, type=failure.type, message=failure.message, step=failure.step)
        run.world.timeline.append(moment)
    for address, how in due:
        record_failure(run, await _undo(run, address, how, failure))


def _instances(run: Run, nodes: Iterable[Node], indexes: str) -> Iterator[tuple[Node, str]]:
    """Every node at each of its addresses, in canonical order (C2)."""
    for node in nodes:
        yield node, (address := node.id + indexes)
        match node:
            case Parallel():
                for branch in node.branches:
                    yield from _instances(run, branch.nodes, indexes)
            case ForEach():
                for index in range(run.elements.get(address, 0)):
                    yield from _instances(run, node.body.nodes, f"{indexes}[{index}]")
            case _:
                pass


def _is_due(run: Run, address: str, how: Compensation) -> bool:
    match how.when:
        case "completed":
            return address in run.succeeded
        case "attempted":
            return address in run.attempted | run.succeeded


async def _undo(run: Run, address: str, how: Compensation, failure: Failure) -> Ended:
    operation, scope, role = run.operations[how.operation], _scope(run, address, failure), f"{address}:undo"
    given, refused = evaluate_input(run, operation, how.inputs, scope, address, role)
    if refused:
        return refused
    return await perform(
        errand(
            run,
            operation,
            given,
            step=address,
            key=scope.names["key"],
            role=":undo",
            retry=how.retry,
            timeout=how.timeout,
            bounds=Bounds(),
        )
    )


def _scope(run: Run, address: str, failure: Failure) -> Scope:
    """What the step's own lambdas saw when it ended, but for `error`."""
    scope = run.scopes[address]
    return replace(scope, names={**scope.names, "error": error_value(failure)})


def record_failure(run: Run, ended: Ended) -> None:
    """Note what could not be undone; nothing when it could."""
    if not isinstance(ended, Done):
        address = f"{run.prefix}{ended.step}"
        failed = CompensationFailure(step=address, type=ended.type, message=ended.message)
        run.world.compensation_failed.append(failed)
