"""Promises about time, and the methods that tell of broken ones (T1)."""

import ast

from wfc.validation.facts import Aspect
from wfc_targets.temporal.readback.misread import expect, misread
from wfc_targets.temporal.readback.source import Function, Source
from wfc_targets.temporal.readback.syntax import Called, dotted, is_code, milliseconds, text

_ALERT = """
await workflow.execute_activity(
    {activity},
    {values}
    start_to_close_timeout={timeout},
    retry_policy=RetryPolicy(maximum_attempts=3),
    summary=address,
)
"""
"""Alerts have three attempts, exponential from one second: what Temporal does unless told otherwise."""


def read_promise(source: Source, place: str, opening: Called) -> None:
    """What the guard of a node, or of the run, is told of its promise."""
    given = dict(opening.keywords)
    expect(len(opening.args) == 1, f"{opening.name} takes an address")
    expect(given.keys() <= {"sla", "alert", "in_flight"} and ("sla" in given or not given), f"promise of {place}")
    if "sla" in given:
        source.state(place, Aspect.SLA, milliseconds(given["sla"]))
    if "alert" in given:
        _alert(source, f"{place}:alert", given["alert"])
    match given.get("in_flight"):
        case None:
            pass
        case ast.Dict(keys=roles, values=values):
            afters = [
                _in_flight(source, place + text(role or ast.Constant(value="")), value)
                for role, value in zip(roles, values, strict=True)
            ]
            expect(afters == sorted(afters), f"alerts of {place} go out one after another", given["in_flight"])
        case other:
            raise misread("alerts in flight are listed", other)


def _in_flight(source: Source, place: str, value: ast.expr) -> int:
    match value:
        case ast.Tuple(elts=[after, alert]):
            source.state(place, Aspect.ALERT_AFTER, milliseconds(after))
            _alert(source, place, alert)
            return milliseconds(after)
        case _:
            raise misread("a time and an alert are expected", value)


def _alert(source: Source, place: str, method: ast.expr) -> None:
    name = dotted(method).removeprefix("self.")
    expect(dotted(method) == f"self.{name}" and name in source.methods, "a method that tells", method)
    source.used.add(name)
    _read_alert(source, place, source.methods[name])


def _read_alert(source: Source, place: str, method: Function) -> None:
    source.seen |= set(method.body)
    call = next((node for node in ast.walk(method) if isinstance(node, ast.Call)), None)
    expect(call is not None and bool(call.args), "an alert calls an activity", method)
    name = dotted(call.args[0]).removeprefix("activities.") if call else ""
    expect(name in source.activities, "an alert calls an activity", method)
    activity, operation = source.activities[name], source.promised.calls.get(place)
    expect(operation is not None and operation.key == activity.key, f"the activity of {place}", method)
    timeout = next((one.value for one in call.keywords if one.arg == "start_to_close_timeout"), None) if call else None
    expect(timeout is not None, "an alert has a timeout", method)
    values = [f"from_json({activity.given}, breach)"] if activity.given else []
    values += ["self._run.key(address.removeprefix(':'))"] if activity.takes_key else []
    passed = f"{values[0]}," if len(values) == 1 else f"args=[{', '.join(values)}]," if values else ""
    wanted = _ALERT.format(
        activity=f"activities.{name}", values=passed, timeout=ast.unparse(timeout) if timeout else ""
    )
    expect(len(method.body) == 1 and is_code(method.body[0], wanted), "an alert tells of a breach", method)
    expect([one.arg for one in method.args.args] == ["self", "address", "breach"], "what an alert is told", method)
    source.state(place, Aspect.OPERATION, activity.handler)
    source.state(place, Aspect.TIMEOUT, milliseconds(timeout) if timeout else None)
    source.state(place, Aspect.KEY, place if activity.takes_key else None)
