"""Promises of time that change nothing but who is told.

Shows: an SLA on a step with an alert, one without (the breach is recorded only), one on the whole workflow that
counts the compensation too, and that an alert which cannot be sent is nobody's failure.
"""

from acme.emergency import EmergencyCall, NoCrewFree, announce_arrival, dispatch, locate, recall
from acme.oncall import PagerDown, page_duty_officer
from wfc import Compensation, Operation, Retry, Sla, Step, Workflow

Locate = Operation("emergency.locate", handler=locate, effect="read")
Dispatch = Operation("emergency.dispatch", handler=dispatch, effect="write", idempotent="key", errors=[NoCrewFree])
Recall = Operation("emergency.recall", handler=recall, effect="write", idempotent="natural")
AnnounceArrival = Operation(
    "emergency.announce", handler=announce_arrival, effect="write", idempotent="key", irreversible=True
)
PageDutyOfficer = Operation(
    "oncall.page", handler=page_duty_officer, effect="write", idempotent="key", irreversible=True, errors=[PagerDown]
)

emergency_dispatch = Workflow(
    key="emergency.dispatch",
    version="1.0.0",
    owners=["team-112"],
    input=EmergencyCall,
    steps=[
        Step(
            id="locate",
            operation=Locate,
            inputs=lambda input: {"caller": input.caller},
            retry=Retry(max_attempts=3, backoff="constant", initial="4s"),
            timeout="20s",
            sla=Sla(max_duration="5s", alert=PageDutyOfficer),
        ),
        Step(
            id="dispatch",
            operation=Dispatch,
            inputs=lambda input, steps: {
                "district": steps["locate"].output.district,
                "complaint": input.complaint,
            },
            timeout="40s",
            sla=Sla(max_duration="10s"),
            compensation=Compensation(Recall, inputs=lambda output: {"crew_id": output.crew_id}),
        ),
        Step(
            id="announce",
            operation=AnnounceArrival,
            inputs=lambda steps: {
                "district": steps["locate"].output.district,
                "crew_id": steps["dispatch"].output.crew_id,
            },
            timeout="40s",
        ),
    ],
    result=lambda steps: {"crew": steps["dispatch"].output.crew_id},
    sla=Sla(max_duration="30s", alert=PageDutyOfficer),
)
