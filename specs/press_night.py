"""The press starts at eleven, with everything or not at all.

Shows: a deadline over branches and loops: it cuts what is in flight in each of them, comes before every other failure,
and no edge takes it; promises watched while an inner step still goes on, with escalations; cancel requests while
branches work. Platforms that cannot cut what runs refuse it.
"""

from acme.newspaper import (
    Issue,
    NoPaper,
    ReporterSick,
    kill_story,
    pay_back_space,
    reuse_yesterday,
    sell_space,
    start_press,
    tell_readers,
    wake_editor,
    write_story,
)
from wfc import Compensation, Escalate, ForEach, Operation, Parallel, Retry, Sla, Step, Wait, Workflow

WriteStory = Operation("press.story", handler=write_story, effect="write", idempotent="key", errors=[ReporterSick])
KillStory = Operation("press.kill", handler=kill_story, effect="write", idempotent="natural")
SellSpace = Operation("press.space", handler=sell_space, effect="write", idempotent="key")
PayBackSpace = Operation("press.pay-back", handler=pay_back_space, effect="write", idempotent="natural")
ReuseYesterday = Operation("press.yesterday", handler=reuse_yesterday, effect="read")
StartPress = Operation(
    "press.start", handler=start_press, effect="write", idempotent="key", irreversible=True, errors=[NoPaper]
)
WakeEditor = Operation("press.wake", handler=wake_editor, effect="write", idempotent="natural", timeout="1m")
TellReaders = Operation("press.tell", handler=tell_readers, effect="write", idempotent="key", irreversible=True)

press_night = Workflow(  # wfc: allow[deadline-below-worst-case] the trains do not wait
    key="press.night",
    version="1.0.0",
    owners=["team-press"],
    input=Issue,
    steps=[
        Parallel(
            id="pages",
            branches={
                "front": [
                    Step(
                        id="lead",
                        operation=WriteStory,
                        inputs=lambda input: {"topic": input.lead},
                        retry=Retry(max_attempts=3, backoff="constant", initial="10m", only=[ReporterSick]),
                        timeout="1h",
                        sla=Sla(  # wfc: allow[sla-below-worst-case] the editor wants to know before it is too late
                            "30m",
                            alert=WakeEditor,
                            in_flight=True,
                            escalate=[Escalate("40m", WakeEditor), Escalate("55m", WakeEditor)],
                        ),
                        compensation=Compensation(
                            KillStory,
                            inputs=lambda input, output: {
                                "topic": input.lead,
                                "page": output.number if output is not None else None,
                            },
                            when="attempted",
                            timeout="1m",
                        ),
                    ),
                ],
                "sports": [
                    Wait(id="final-whistle", duration="20m"),
                    ForEach(
                        id="matches",
                        items=lambda input: input.matches,
                        max_concurrency=1,
                        steps=[
                            Step(
                                id="match",
                                operation=WriteStory,
                                inputs=lambda item: {"topic": item},
                                timeout="50m",
                                compensation=Compensation(
                                    KillStory,
                                    inputs=lambda item, output: {
                                        "topic": item,
                                        "page": output.number if output is not None else None,
                                    },
                                    when="attempted",
                                    timeout="1m",
                                ),
                            ),
                        ],
                    ),
                ],
                "space": [
                    Step(
                        id="space",
                        operation=SellSpace,
                        inputs=lambda input: {"date": input.date},
                        timeout="30m",
                        compensation=Compensation(
                            PayBackSpace,
                            inputs=lambda input, output: {"date": input.date, "cents": output},
                            when="attempted",
                            timeout="1m",
                        ),
                    ),
                ],
            },
            on_success="press",
            on_failure="yesterday",
        ),
        Step(
            id="yesterday",
            operation=ReuseYesterday,
            inputs=lambda input: {"date": input.date},
            timeout="10m",
            on_success="press",
        ),
        Step(
            id="press",
            operation=StartPress,
            inputs=lambda input, steps: {
                "date": input.date,
                "pages": len(steps.get("matches").output) + 2
                if steps.get("matches") is not None
                else (steps.get("yesterday").output if steps.get("yesterday") is not None else 0),
            },
            timeout="30m",
        ),
    ],
    deadline="90m",
    after_compensation=Step(
        id="tell-readers",
        operation=TellReaders,
        inputs=lambda input, error: {"date": input.date, "why": error.type},
        timeout="1m",
    ),
    result=lambda steps: {"press": steps["press"].output, "fresh": steps.get("pages") is not None},
)
