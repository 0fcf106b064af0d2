"""Promises of time (T1): breaches are noted in the Assign of the step itself; only an alert by an operation costs
states.

`$slaBreaches` lists the steps that were late. A step's time begins when its state is first entered and ends with its
last attempt. Alerts are asynchronous invocations: they delay nothing, and Lambda itself makes two more attempts.
"""

from wfc.durations import iso_duration
from wfc.ir.nodes import Step
from wfc.ir.policies import Sla
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.errors import ALL
from wfc_targets.stepfunctions.flow import Flow, alerts, function_of
from wfc_targets.stepfunctions.frames import ELEMENT, Frame, address, loops, own
from wfc_targets.stepfunctions.machine import Machine
from wfc_targets.stepfunctions.scope import RUN_ID, RUN_STARTED, key_of
from wfc_targets.stepfunctions.states import Catcher, Choice, Rule, Task, Template, Variables

BREACHES = "slaBreaches"

_STARTED = "slaStartedAt"
_ENTERED = "$states.context.State.EnteredTime"


def breaches(frame: Frame, step: Step, *, looping: bool) -> Variables:
    """What the Assign of a step with a promise adds. `looping`: the state is entered once for each attempt."""
    if step.sla is None:
        return {}
    noted: dict[str, Template] = {own(frame, BREACHES): f"{{% {late_steps(frame, step, looping=looping)} %}}"}
    if alerts(step.sla):
        noted[own(frame, _STARTED)] = f"{{% {_started(step, looping=looping)} %}}"
    return noted


def late_steps(frame: Frame, step: Step, *, looping: bool) -> str:
    """The list of late steps, this one included if it is late now."""
    if step.sla is None:
        return f"[${own(frame, BREACHES)}]"
    elapsed = f"$millis() - $toMillis({_started(step, looping=looping)})"
    return f"[${own(frame, BREACHES)}, {elapsed} > {step.sla.max_duration} ? {address(frame, step.id)}]"


def first_entered(step: Step) -> Variables:
    """What a step that is entered more than once must remember from the first time."""
    if step.sla is None and step.poll is None:
        return {}
    return {names.started(step.id): f"{{% {_started(step, looping=True)} %}}"}


def add_step_alert(machine: Machine, step: Step, onward: str) -> str:
    """Put the alert of a step between it and the state that follows; return where the step must go instead."""
    sla = alerts(step.sla)
    if sla is None:
        return onward
    late, alert = names.late(step.id, onward), names.alert(step.id, onward)
    if not machine.has(late):
        is_late = f"{address(machine.frame, step.id)} in ${machine.own(BREACHES)}"
        machine.add(Choice(name=late, rules=(Rule(condition=is_late, next=alert),), default=onward))
        machine.add(_alert(machine, alert, sla, step.id, onward))
    return late


def add_run_alert(machine: Machine, sla: Sla, late: str, alert: str, onward: str) -> None:
    """Ask whether the run is late, and alert if so, before it ends."""
    condition = f"$millis() - $toMillis({RUN_STARTED}) > {sla.max_duration}"
    machine.add(Choice(name=late, rules=(Rule(condition=condition, next=alert),), default=onward))
    machine.add(_alert(machine, alert, sla, None, onward))


def _alert(machine: Machine, name: str, sla: Sla, step: str | None, onward: str) -> Task:
    assert sla.alert is not None
    flow = machine.flow
    breach = {
        "workflow": flow.workflow.key,
        "version": flow.workflow.version,
        "run_id": f"{{% {RUN_ID} %}}",
        "step": step,
        "index": f"{{% {ELEMENT}.index %}}" if loops(machine.frame) else None,
        "max_duration": iso_duration(sla.max_duration),
        "started_at": f"{{% ${machine.own(_STARTED)} %}}" if step else f"{{% {RUN_STARTED} %}}",
    }
    key = key_of(step, machine.scope(), ":alert") if step else f"{{% {RUN_ID} & ':alert' %}}"
    return Task(
        name=name,
        function=function_of(flow, sla.alert),
        payload=_payload(flow, sla.alert, breach, key),
        awaited=False,
        catch=(Catcher(errors=ALL, next=onward),),
        next=onward,
    )


def _payload(flow: Flow, operation: str, breach: dict[str, Template], key: Template) -> Template:
    if flow.operations[operation].takes_key:
        return {"input": breach, "idempotency_key": key}
    return {"input": breach} if operation in flow.limited else breach


def _started(step: Step, *, looping: bool) -> str:
    memory = f"${names.started(step.id)}"
    return f"($exists({memory}) ? {memory} : {_ENTERED})" if looping else _ENTERED
