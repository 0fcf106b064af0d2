"""Routing by choices only: an Enum, a Literal, a flag and a number, each without `Otherwise`.

Shows: lists of conditions that are exhaustive (all members, `c` and `not c`, complementary comparisons), a choice
that ends the run early, and an `entry` that is not the first step of the list.
"""

from acme.helpdesk import Channel, QueueFull, Ticket, enqueue, page_agent, schedule_callback
from wfc import SUCCEED, Choice, Fail, Operation, Step, When, Workflow

Enqueue = Operation("helpdesk.enqueue", handler=enqueue, effect="write", idempotent="natural", irreversible=True)
ScheduleCallback = Operation(
    "helpdesk.callback", handler=schedule_callback, effect="write", idempotent="natural", irreversible=True
)
PageAgent = Operation(
    "helpdesk.page", handler=page_agent, effect="write", idempotent="key", irreversible=True, errors=[QueueFull]
)

support_triage = Workflow(
    key="support.triage",
    version="1.1.0",
    owners=["team-support"],
    input=Ticket,
    entry="drop-spam",
    steps=[
        Step(
            id="page",
            operation=PageAgent,
            inputs=lambda input: {"ticket": input.number},
            timeout="10s",
            on_success=SUCCEED,
            on_failure="queue-mail",
        ),
        Choice(
            id="drop-spam",
            transitions=[
                When(lambda input: input.spam_score >= 90, SUCCEED),
                When(lambda input: input.spam_score < 90, "by-severity"),
            ],
        ),
        Choice(
            id="by-severity",
            transitions=[
                When(lambda input: input.severity == "urgent", "page"),
                When(lambda input: input.severity == "normal", "by-channel"),
                When(lambda input: input.severity == "low", "by-standing"),
            ],
        ),
        Choice(
            id="by-standing",
            transitions=[
                When(lambda input: input.vip, "by-channel"),
                When(lambda input: not input.vip, Fail("Deflected", lambda input: f"ticket {input.number}: see FAQ")),
            ],
        ),
        Choice(
            id="by-channel",
            transitions=[
                When(lambda input: input.channel == Channel.EMAIL, "queue-mail"),
                When(lambda input: input.channel == Channel.CHAT, "queue-chat"),
                When(lambda input: input.channel == Channel.PHONE, "call-back"),
            ],
        ),
        Step(
            id="queue-mail",
            operation=Enqueue,
            inputs=lambda input: {"queue": "mail", "ticket": input.number},
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="queue-chat",
            operation=Enqueue,
            inputs=lambda input: {"queue": "chat", "ticket": input.number},
            timeout="10s",
            on_success=SUCCEED,
        ),
        Step(
            id="call-back",
            operation=ScheduleCallback,
            inputs=lambda input: {"ticket": input.number, "priority": input.vip},
            timeout="10s",
        ),
    ],
)
