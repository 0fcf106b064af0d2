"""Where a target's journal is known to differ from the interpreter's, and why.

What a target's support table refuses need not stand here.
"""

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

from tests.conformance.steady import with_deadline
from wfc.cli.scenarios import Case
from wfc.interpret import calls
from wfc.interpret.run import interpret
from wfc.interpret.state import Run
from wfc.interpret.timeline import Called, Moved
from wfc.ir.nodes import Call
from wfc.ir.walk import steps_of
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal

NOT_STOPPED = "a deadline does not stop a called workflow (T2, C7)"

KNOWN: dict[tuple[str, str], str] = {
    ("airflow", "tender_bid/counted_too_long"): NOT_STOPPED,
    ("stepfunctions", "tender_bid/counted_too_long"): NOT_STOPPED,
}
"""`(target, written scenario)` -> reason. An entry that no longer holds fails."""


def unstopped(case: Case) -> Journal:
    """What the interpreter would do if a deadline did not stop a called workflow."""
    all_stops = calls.stops

    def without_deadline(run: Run, call: Call, began: int) -> list[tuple[int, str]]:
        return [stop for stop in all_stops(run, call, began) if stop[1] != "Deadline"]

    with patch.object(calls, "stops", without_deadline):
        return interpret(case.workflow, case.scenario).journal


def _stops_a_call(case: Case, expected: Journal) -> bool:
    return bool(differences(expected, unstopped(case), case.workflow))


WAITS_FOR_REMINDER = (
    "a decision or the end of its window waits for a reminder that is being called; what is left then is in whole"
    " seconds, rounded up (T3)"
)


def _decides_in_a_reminder(case: Case, expected: Journal) -> bool:
    timeline = interpret(case.workflow, case.scenario).timeline
    reminders = [event for event in timeline if isinstance(event, Called) and event.call.address.endswith(":remind")]
    ends = [(event.address, event.at) for event in timeline if isinstance(event, Moved)]
    meets = any(
        one.call.address == f"{address}:remind" and one.at <= at < one.until
        for one in reminders
        for address, at in ends
    )
    sooner = with_deadline(case.workflow, -999 * len(reminders))
    return meets or bool(differences(expected, interpret(sooner, case.scenario).journal, case.workflow))


CUT_LATE = "a deadline cuts an attempt in whole seconds, rounded up (T2)"


def _ends_in_that_second(case: Case, expected: Journal) -> bool:
    later = with_deadline(case.workflow, 999)
    return bool(differences(expected, interpret(later, case.scenario).journal, case.workflow))


OVERRUN = "a delay between attempts may overrun the deadline, and then the run ends later (T2)"


def _breaks_a_promise_by_a_delay(case: Case, expected: Journal) -> bool:
    """Would a promise be broken if the run, which the deadline ends, ended behind the delay?"""
    if expected.error is None or expected.error.type != "Deadline" or case.workflow.sla is None:
        return False
    delay = max((one.max_interval or one.initial for step in steps_of(case.workflow) for one in step.retry), default=0)
    sla = replace(case.workflow.sla, max_duration=max(1, case.workflow.sla.max_duration - delay - 999))
    sooner = interpret(replace(case.workflow, sla=sla), case.scenario).journal
    return bool(differences(expected, sooner, case.workflow))


KINDS: tuple[tuple[str, str, Callable[[Case, Journal], bool]], ...] = (
    ("airflow", NOT_STOPPED, _stops_a_call),
    ("stepfunctions", NOT_STOPPED, _stops_a_call),
    ("stepfunctions", WAITS_FOR_REMINDER, _decides_in_a_reminder),
    ("stepfunctions", CUT_LATE, _ends_in_that_second),
    ("stepfunctions", OVERRUN, _breaks_a_promise_by_a_delay),
)
"""For scenarios that nobody wrote: target, reason, and which runs may differ for it."""


def may_differ(target: str, case: Case, expected: Journal) -> str | None:
    """Why this scenario may differ; each kind has a scenario that is written down, or was found."""
    return next((reason for name, reason, applies in KINDS if name == target and applies(case, expected)), None)
