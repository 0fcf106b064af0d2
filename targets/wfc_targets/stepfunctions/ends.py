"""How a run ends: its result computed and checked, the workflow's own promise kept or not, the last state.

A Task ends the run by itself, without one state more, when nothing can go wrong any more (`ends_directly`). A result
that may not fit its model is checked by a Lambda, one that may fail by a Choice: only those can be compensated for
(S4).
"""

from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.chain import merged
from wfc_targets.stepfunctions.errors import ALL, Caught, raised
from wfc_targets.stepfunctions.fits import surely_fits
from wfc_targets.stepfunctions.flow import Flow, alerts, has_step_promises, whole_order
from wfc_targets.stepfunctions.legs import OUTPUT, ended_by
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.promises import BREACHES, add_run_alert
from wfc_targets.stepfunctions.scope import RESULT, Scope, guard, template
from wfc_targets.stepfunctions.states import (
    Catcher,
    Choice,
    Fail,
    Rule,
    Succeed,
    Task,
    Template,
    Variables,
    assigned,
    reachable,
)


def ends_directly(machine: Machine) -> bool:
    """May a Task be the last state of a successful run or leg?"""
    flow = machine.flow
    in_leg = bool(machine.frame.around)
    return in_leg or (surely_fits(flow.workflow) and not _can_fail(flow) and not alerts(flow.workflow.sla))


def output(machine: Machine, scope: Scope, late: str) -> Template:
    """What a successful run or leg ends with. `late` lists the steps that were late, if there are promises."""
    if machine.frame.around:
        return ended_by(machine, scope, late)
    result = scope.flow.workflow.result
    value = {"result": None if result is None else template(result, scope)}
    return value | ({BREACHES: f"{{% {late} %}}"} if has_step_promises(scope.flow.workflow) else {})


def success(machine: Machine) -> str:
    """The state that a run or leg goes to in order to succeed."""
    if machine.frame.around:
        node, branch = machine.frame.around[-1]
        return names.ended(node.id, branch)
    flow = machine.flow
    if not surely_fits(flow.workflow):
        return names.CHECK_RESULT
    return names.RESULT_GUARD if _can_fail(flow) else _behind_result(flow)


def yielded(machine: Machine, value: str | None) -> Variables:
    """What is noted when a leg ends behind a node: its output, if that of the leg is read."""
    read = bool(machine.frame.around) and machine.frame.around[-1][0].id in machine.flow.read
    return {machine.own(OUTPUT): f"{{% {value} %}}"} if read and value is not None else {}


def add_success(machine: Machine) -> None:
    """The states that end a run with success, from the computing of the result on."""
    flow, scope = machine.flow, machine.scope()
    if not surely_fits(flow.workflow):
        machine.add(_check(machine, scope))
    elif _can_fail(flow):
        machine.add(_guard(machine, scope))
    if sla := alerts(flow.workflow.sla):
        add_run_alert(machine, sla, names.LATE, names.ALERT, names.SUCCEEDED)
    ended = output(machine, scope, f"[${BREACHES}]")
    checked = ended if surely_fits(flow.workflow) else ended | {"result": "{% $result %}"}
    machine.add(Succeed(name=names.SUCCEEDED, output=checked))


def add_failure(machine: Machine) -> None:
    """The states that end a run as failed, behind the compensations."""
    if sla := alerts(machine.flow.workflow.sla):
        add_run_alert(machine, sla, names.LATE_FAILURE, names.ALERT_FAILURE, names.FAILED)
    details = ["'message': $failure.message", "'step': $failure.step"]
    if any("compensationFailed" in assigned(state) for state in reachable(machine.states)):
        details.append("'compensation_failed': [$compensationFailed]")
    if has_step_promises(machine.flow.workflow):
        details.append(f"'{BREACHES}': [${BREACHES}]")
    cause = f"{{% $string({{{', '.join(details)}}}) %}}"
    machine.add(Fail(name=names.FAILED, error="{% $failure.type %}", cause=cause))


def _behind_result(flow: Flow) -> str:
    return names.LATE if alerts(flow.workflow.sla) else names.SUCCEEDED


def _can_fail(flow: Flow) -> bool:
    result = flow.workflow.result
    return result is not None and guard(result, Scope(flow=flow)) is not None


def _check(machine: Machine, scope: Scope) -> Task:
    result = scope.flow.workflow.result
    assert result is not None
    failed = machine.fail(merged(machine.ending, whole_order(machine.flow)))
    return Task(
        name=names.CHECK_RESULT,
        function=f"${{{names.parameter(names.check_result(scope.flow.workflow.name))}}}",
        payload=template(result, scope),
        assign={"result": f"{{% {RESULT} %}}"},
        catch=(
            Catcher(
                errors=ALL,
                assign={"failure": Caught(step=None, reported=frozenset({"Crashed", "ExpressionError"})).template()},
                next=failed,
            ),
        ),
        next=_behind_result(scope.flow),
    )


def _guard(machine: Machine, scope: Scope) -> Choice:
    result = scope.flow.workflow.result
    assert result is not None
    failed = machine.fail(merged(machine.ending, whole_order(machine.flow)))
    broken = Rule(
        condition=f"$not({guard(result, scope)})",
        assign={"failure": raised("ExpressionError", None)},
        next=failed,
    )
    return Choice(name=names.RESULT_GUARD, rules=(broken,), default=_behind_result(scope.flow))
