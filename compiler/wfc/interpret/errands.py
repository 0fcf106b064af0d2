"""Calls of operations made ready: the input evaluated and validated, the address and the key of S1 set."""

from functools import partial

from wfc.interpret.boundary import Misfit, cross_input, cross_output
from wfc.interpret.endings import Bounds
from wfc.interpret.evaluate import ExpressionFailed, Scope, evaluate
from wfc.interpret.perform import Errand
from wfc.interpret.state import Run
from wfc.interpret.timeline import Refused
from wfc.ir.expressions import Expr
from wfc.ir.policies import Operation, Retry
from wfc.ir.walk import models_by_path
from wfc.scenario.fixed import fixed_value
from wfc.scenario.journal import Failure, Json


def evaluate_input(
    run: Run, operation: Operation, inputs: Expr | None, scope: Scope, step: str, address: str
) -> tuple[Json, Failure | None]:
    """The validated input of a call, or why there is none (S4)."""
    try:
        return cross_input(operation, evaluate(inputs, scope) if inputs else {}), None
    except ExpressionFailed as error:
        return None, refuse(run, step, "ExpressionError", str(error), address)
    except Misfit as error:
        return None, refuse(run, step, "InvalidInput", str(error), address)


def refuse(run: Run, step: str, type: str, detail: str, address: str = "") -> Failure:
    """A failure without a call, recorded with what people should know about it."""
    shown = run.prefix + (address or step)
    run.world.timeline.append(Refused(at=run.now, address=shown, type=type, detail=detail))
    return Failure(type=type, message="", step=step)


def errand(
    run: Run,
    operation: Operation,
    given: Json,
    *,
    step: str,
    key: str,
    role: str = "",
    retry: tuple[Retry, ...] = (),
    timeout: int | None = None,
    bounds: Bounds,
) -> Errand:
    """A call of an operation for a step; `role` is what stands behind address and key, such as `:undo`."""
    return Errand(
        run=run,
        bounds=bounds,
        step=step,
        address=step + role,
        key=key + role if operation.takes_key else "",
        script=operation.key,
        given=given,
        fit=partial(cross_output, operation),
        fixed=lambda: fixed_value(operation.output, models_by_path(run.workflow)),
        retry=retry,
        timeout=timeout,
    )
