"""The Catch of a task that calls an operation: failure edges, the deadline, and loops of retries come together."""

from dataclasses import dataclass, replace
from typing import final

from wfc.ir.expressions import Expr
from wfc.ir.nodes import Approval, Step
from wfc.ir.policies import Retry
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.deadlines import KEPT
from wfc_targets.stepfunctions.errors import Caught, caught_from
from wfc_targets.stepfunctions.exits import Exit
from wfc_targets.stepfunctions.failures import attempted_before, catchers, caught_exits, exit_for, kept_exits
from wfc_targets.stepfunctions.late import asked_first, late_exit
from wfc_targets.stepfunctions.loops import PENDING, Exits, Looped, add_loops
from wfc_targets.stepfunctions.machine import Machine, is_attempted
from wfc_targets.stepfunctions.promises import first_entered
from wfc_targets.stepfunctions.retries import is_retried, needs_loop, never_retried, shares
from wfc_targets.stepfunctions.scope import may_fail
from wfc_targets.stepfunctions.states import Catcher
from wfc_targets.stepfunctions.telling import CALLED


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How a task is tried: its lambdas, its policies, whether it has a timeout, whether its state is entered more than
    once even without retries."""

    inputs: Expr | None
    retry: tuple[Retry, ...]
    timed: bool
    again: bool = False

    @property
    def looping(self) -> bool:
        """Are its retries loops of ours?"""
        return needs_loop(self.retry)


def task_catchers(machine: Machine, node: Step | Approval, attempts: Attempts) -> tuple[Catcher, ...]:
    """The Catch of a task that calls an operation."""
    evaluated = may_fail(attempts.inputs, machine.scope())
    caught = caught_from(
        node.id, machine.frame, timed=attempts.timed, evaluated=evaluated, deadline=machine.flow.workflow.deadline
    )
    again = attempts.looping or attempts.again
    now = caught_exits(machine, node, caught, again=again)
    found = _late_catchers(machine, node, caught, attempts, again=again)
    if not attempts.looping:
        found += catchers(now)
    else:
        later = kept_exits(machine, node, f"${machine.own(PENDING)}", again=True)
        found += _looping_catchers(machine, node, attempts, (caught, now, later))
    return tuple(_remembering(machine, node, one) for one in found)


def _remembering(machine: Machine, node: Step | Approval, catcher: Catcher) -> Catcher:
    """What keeps an attempt from beginning says whether there was one before."""
    before = attempted_before(machine, node)
    if before is None or "States.QueryEvaluationError" not in catcher.errors:
        return catcher
    flag = {names.attempted(node.id): f"{{% {before} %}}"} if is_attempted(node) else {}
    called = machine.called(f"{{% ${machine.own(CALLED)} = true or {before} %}}")
    return replace(catcher, assign={**catcher.assign, **flag, **called})


def _late_catchers(
    machine: Machine, node: Step | Approval, caught: Caught, attempts: Attempts, *, again: bool
) -> tuple[Catcher, ...]:
    """Where failure edges could take it for another failure, the deadline's is looked for first: nothing handles it."""
    if caught.deadline is None or not node.on_failure:
        return ()
    later = kept_exits(machine, node, f"${machine.own(KEPT)}", again=again)
    found = [asked_first(machine, node, caught, "ExpressionError", exit_for(later, "ExpressionError"))]
    if not (attempts.looping and is_retried(attempts.retry, "Timeout")):  # else the loop asks
        found.append(asked_first(machine, node, caught, "Timeout", exit_for(later, "Timeout")))
    return tuple(found)


def _looping_catchers(
    machine: Machine, node: Step | Approval, attempts: Attempts, ways: tuple[Caught, Exits, Exits]
) -> tuple[Catcher, ...]:
    """First what is never retried, then the loops, then what no policy is for."""
    caught, now, later = ways
    looped = Looped(
        state=node.id,
        variable=names.variable(node.id),
        caught=caught,
        policies=attempts.retry,
        remembered=first_entered(node) if isinstance(node, Step) else {},
        late=_late_loop(machine, node, caught),
    )
    loops = add_loops(machine, looped, later)
    if shares(attempts.retry)[-1].types:
        return (*loops, *catchers(now))
    return (*catchers(_only(now, never_retried(attempts.retry))), *loops)


def _late_loop(machine: Machine, node: Step | Approval, caught: Caught) -> Exit | None:
    if caught.deadline is None:
        return None
    return late_exit(machine, node, attempted=True, kept=machine.own(PENDING))


def _only(exits: Exits, types: tuple[str, ...]) -> Exits:
    """These exits for these types and no other."""
    left, found = list(types), []
    for listed, leave in exits:
        chosen = tuple(one for one in left if one in listed or not listed)
        left = [one for one in left if one not in chosen]
        if chosen:
            found.append((chosen, leave))
    return tuple(found)
