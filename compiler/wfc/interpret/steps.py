"""Run one node: a step's operation with its retries and promise, or a choice's conditions (S1, S4, O2, O3)."""

from wfc.interpret.boundary import Misfit, cross_input
from wfc.interpret.evaluate import ExpressionFailed, evaluate
from wfc.interpret.perform import Done, Failed, Task, perform
from wfc.interpret.state import Run, scope_of
from wfc.interpret.timeline import Refused
from wfc.interpret.watch import watch
from wfc.ir.nodes import Arm, Choice, Node, Step, Target
from wfc.ir.policies import NOT_ATTEMPTED
from wfc.ir.walk import arms_of
from wfc.scenario.journal import Failure


def run_node(run: Run, node: Node) -> Target | Failure:
    """Where the run goes on from this node, or what it fails with."""
    if isinstance(node, Step) and (failure := _run_step(run, node)):
        return _catch(run, node, failure)
    chosen = _choose(run, arms_of(node), node.id)
    if isinstance(node, Choice):
        run.outcomes[node.id] = "failed" if isinstance(chosen, Failure) else "succeeded"
        return _catch(run, node, chosen) if isinstance(chosen, Failure) else chosen
    return chosen


def _run_step(run: Run, step: Step) -> Failure | None:
    began = run.now
    ended = _call(run, step)
    run.outcomes[step.id] = "succeeded" if isinstance(ended, Done) else "failed"
    if isinstance(ended, Done):
        run.outputs[step.id] = ended.output
    if isinstance(ended, Done) or ended.type not in NOT_ATTEMPTED:
        run.attempted.add(step.id)
    run.seen[step.id] = dict(run.outputs)
    watch(run, step.sla, step.id, began)
    return None if isinstance(ended, Done) else Failure(type=ended.type, message=ended.message, step=step.id)


def _call(run: Run, step: Step) -> Done | Failed:
    operation = run.operation(step.operation)
    try:
        given = cross_input(operation, evaluate(step.inputs, scope_of(run, step.id)) if step.inputs else {})
    except ExpressionFailed as error:
        return _refuse(run, step.id, "ExpressionError", str(error))
    except Misfit as error:
        return _refuse(run, step.id, "InvalidInput", str(error))
    task = Task(address=step.id, operation=operation, given=given, retry=step.retry, timeout=step.timeout)
    return perform(run, task)


def _choose(run: Run, arms: tuple[Arm, ...], node: str) -> Target | Failure:
    scope = scope_of(run, node)
    try:
        return next(arm.target for arm in arms if arm.condition is None or evaluate(arm.condition, scope))
    except ExpressionFailed as error:
        _refuse(run, node, "ExpressionError", str(error))
        return Failure(type="ExpressionError", message="", step=node)


def _catch(run: Run, node: Node, failure: Failure) -> Target | Failure:
    for catch in node.on_failure:
        if not catch.types or failure.type in catch.types:
            run.handled = failure
            return catch.target
    return failure


def _refuse(run: Run, address: str, type: str, detail: str) -> Failed:
    run.timeline.append(Refused(at=run.now, address=address, type=type, detail=detail))
    return Failed(type, "")
