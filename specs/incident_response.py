"""Somebody has to look, and somebody else when nobody does.

Shows: promises that are watched while the step or the run still goes on, with escalations that call one after the
other until it is over; a reminder of an approval; and that none of these changes how the run ends.
"""

from acme.incidents import (
    FailoverRefused,
    Incident,
    PagerDown,
    fail_back,
    fail_over,
    page,
    write_report,
)
from acme.oncall import page_duty_officer
from wfc import Approval, Compensation, Escalate, Operation, Retry, Sla, Step, Workflow

Page = Operation(
    "incidents.page",
    handler=page,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[PagerDown],
    timeout="10s",
)
FailOver = Operation("traffic.fail-over", handler=fail_over, effect="write", idempotent="key", errors=[FailoverRefused])
FailBack = Operation("traffic.fail-back", handler=fail_back, effect="write", idempotent="natural")
WriteReport = Operation("incidents.report", handler=write_report, effect="write", idempotent="key", irreversible=True)
PageOfficer = Operation(
    "oncall.page", handler=page_duty_officer, effect="write", idempotent="key", irreversible=True, timeout="10s"
)

incident_response = Workflow(
    key="incident.response",
    version="1.0.0",
    owners=["team-reliability"],
    input=Incident,
    steps=[
        Step(
            id="fail-over",
            operation=FailOver,
            inputs=lambda input: {"service": input.service},
            retry=Retry(max_attempts=3, backoff="constant", initial="2m"),
            timeout="4m",
            sla=Sla(  # wfc: allow[sla-below-worst-case] the escalations are for the rest of it
                "1m",
                alert=PageOfficer,
                in_flight=True,
                escalate=[Escalate("3m", PageOfficer), Escalate("6m", PageOfficer)],
            ),
            compensation=Compensation(
                FailBack,
                inputs=lambda input, output: {
                    "service": input.service,
                    "change_id": output.change_id if output is not None else None,
                },
                when="attempted",
            ),
        ),
        Approval(
            id="fixed",
            notify=Page,
            inputs=lambda input: {"service": input.service, "summary": input.summary},
            timeout="8h",
            remind=Escalate("30m", Page),
        ),
        Step(
            id="report",
            operation=WriteReport,
            inputs=lambda input, steps: {"service": input.service, "fixed_by": steps["fixed"].output.by},
            timeout="1m",
        ),
    ],
    sla=Sla(  # wfc: allow[sla-below-worst-case] so are these
        "1h", alert=PageOfficer, in_flight=True, escalate=[Escalate("4h", PageOfficer)]
    ),
    result=lambda steps: {"report": steps["report"].output},
)
