"""What a definition says about who is told that a step or the run was late (T1)."""

from wfc.validation.facts import Aspect
from wfc_targets.stepfunctions.readback import naming as names
from wfc_targets.stepfunctions.readback.calls import EntryPoints, Stated, call_facts
from wfc_targets.stepfunctions.readback.definition import INVOKE, State
from wfc_targets.stepfunctions.readback.reading import Reading
from wfc_targets.stepfunctions.readback.roots import RUN_STARTED
from wfc_targets.stepfunctions.readback.syntax import NULL, Unreadable, const
from wfc_targets.stepfunctions.readback.trees import settled, shape

_RUN = {names.LATE: (names.ALERT, names.SUCCEEDED), names.LATE_FAILURE: (names.ALERT_FAILURE, names.FAILED)}


def alert_facts(reading: Reading, points: EntryPoints, state: State) -> Stated:
    """The facts of the alert of a step, on its way to another state."""
    asking = reading.found(state.scope, f"late {state.name.removeprefix('alert ')}")
    node = state.name.removeprefix("alert ").partition(",")[0]
    rule, otherwise = asking.ways
    late = shape("$who in $late", who=reading.address(state, node), late=("slaBreaches", state.scope.holder))
    if rule.to != state.name or rule.condition is None or reading.tree(rule.condition, asking) != settled(late):
        raise Unreadable(f"{asking.name} does not ask whether {node} was late")
    yield from _told(reading, points, state, f"{node}:alert", otherwise.to)


def run_alert_facts(reading: Reading, points: EntryPoints) -> Stated:
    """The facts of the alert of the run, and of its promise."""
    sla = reading.workflow.sla
    for name, (alert, onward) in _RUN.items():
        if name in reading.machine.states:
            asking = reading.found(reading.machine, name)
            rule, otherwise = asking.ways
            most = None if sla is None else const(sla.max_duration)
            late = shape("$millis() - $toMillis($started) > $most", started=RUN_STARTED, most=most or NULL)
            asked = None if rule.condition is None else reading.tree(rule.condition, asking)
            if (rule.to, otherwise.to) != (alert, onward) or asked != settled(late):
                raise Unreadable(f"{name} does not ask whether the run was late")
            yield "", Aspect.SLA, sla and sla.max_duration
            yield from _told(reading, points, reading.found(reading.machine, alert), ":alert", onward)


def _told(reading: Reading, points: EntryPoints, state: State, place: str, onward: str | None) -> Stated:
    """Functions that are told run on their own: nothing that comes of it matters."""
    reading.seen.add(id(state))
    given = dict(state.arguments)
    ways = [(one.to, one.errors, one.assign) for one in state.ways]
    beside = given.pop("InvocationType", None) == "Event" and not state.fields.keys() & {"Retry", "TimeoutSeconds"}
    if state.resource != INVOKE or not beside or ways != [(onward, ("States.ALL",), {}), (onward, (), {})]:
        raise Unreadable(f"{state.name} matters to what follows")
    told = State(name=state.name, scope=state.scope, fields={**state.fields, "Arguments": given}, ways=state.ways)
    yield from call_facts(reading, points, told, place)
