"""One text on every channel at once.

Shows: a `Parallel` inside a `Parallel`, beside a `ForEach`; branches that never fail because each of their failures is
taken; a body that ends with different steps and yields their common output; `Fail` in the condition behind a join; a
warning that is called off on all channels when it could not be logged.
"""

from acme.weather import (
    MastDown,
    NetworkDown,
    NumberUnknown,
    Storm,
    all_clear,
    broadcast,
    draft,
    interrupt,
    log_warning,
    resume,
    send_letter,
    send_sms,
    sound,
    stop_broadcast,
)
from wfc import (
    SUCCEED,
    Compensation,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Parallel,
    Retry,
    Step,
    When,
    Workflow,
)

Draft = Operation("weather.draft", handler=draft, effect="read")
SendSms = Operation(
    "weather.sms", handler=send_sms, effect="write", idempotent="key", irreversible=True, errors=[NumberUnknown]
)
SendLetter = Operation("weather.letter", handler=send_letter, effect="write", idempotent="key", irreversible=True)
Broadcast = Operation("weather.broadcast", handler=broadcast, effect="write", idempotent="key", errors=[NetworkDown])
StopBroadcast = Operation("weather.stop", handler=stop_broadcast, effect="write", idempotent="natural")
Sound = Operation("weather.siren", handler=sound, effect="write", idempotent="key", errors=[MastDown])
AllClear = Operation("weather.all-clear", handler=all_clear, effect="write", idempotent="natural")
Interrupt = Operation("weather.interrupt", handler=interrupt, effect="write", idempotent="key")
Resume = Operation("weather.resume", handler=resume, effect="write", idempotent="natural")
LogWarning = Operation("weather.log", handler=log_warning, effect="write", idempotent="key", irreversible=True)


def on_air(channel: str) -> list[Step]:
    """Interrupt one channel; a broadcaster in doubt goes on with its programme by itself."""
    return [
        Step(
            id=f"interrupt-{channel}",
            operation=Interrupt,
            inputs=lambda steps: {"channel": channel, "text": steps["draft"].output},
            timeout="20s",
            compensation=Compensation(  # wfc: allow[undo-misses-timeout] it resumes when nobody has confirmed
                Resume, inputs=lambda output: {"channel": channel, "interruption": output}, timeout="20s"
            ),
        ),
    ]


phones = ForEach(
    id="phones",
    items=lambda input: [phone.strip() for phone in input.phones if phone.strip()],
    max_concurrency=10,
    steps=[
        Step(
            id="sms",
            operation=SendSms,
            inputs=lambda steps, item: {"phone": item, "text": steps["draft"].output},
            retry=Retry(max_attempts=2, backoff="constant", initial="2s", never=[NumberUnknown]),
            timeout="10s",
            on_success=SUCCEED,
            on_failure=[OnError([NumberUnknown], "letter"), Otherwise(SUCCEED)],
        ),
        Step(
            id="letter",
            operation=SendLetter,
            inputs=lambda steps, item: {"phone": item, "text": steps["draft"].output},
            timeout="1m",
            on_failure=SUCCEED,
        ),
    ],
)

sirens = ForEach(
    id="sirens",
    items=lambda input: input.stations if input.level > 2 else [],
    steps=[
        Step(
            id="siren",
            operation=Sound,
            inputs=lambda input, item: {"station": item, "seconds": 20 * input.level},
            timeout="2m",
            compensation=Compensation(
                AllClear,
                inputs=lambda item, index: {"station": item, "number": index},
                when="attempted",
                timeout="2m",
            ),
        ),
    ],
)

storm_warning = Workflow(
    key="storm.warning",
    version="1.0.0",
    owners=["team-weather"],
    input=Storm,
    steps=[
        Step(
            id="draft",
            operation=Draft,
            inputs=lambda input: {"region": input.region, "level": input.level},
            timeout="5s",
        ),
        Parallel(
            id="warn",
            branches={
                "phones": [phones],
                "cells": [
                    Step(
                        id="broadcast",
                        operation=Broadcast,
                        inputs=lambda input, steps: {"cells": input.region, "text": steps["draft"].output},
                        timeout="30s",
                        compensation=Compensation(
                            StopBroadcast,
                            inputs=lambda input, output: {"cells": input.region, "broadcast": output},
                            when="attempted",
                            timeout="30s",
                        ),
                        on_failure=SUCCEED,
                    ),
                ],
                "air": [
                    Parallel(id="programmes", branches={"radio": on_air("radio"), "tv": on_air("tv")}),
                    sirens,
                ],
            },
            on_success=[
                When(
                    lambda output: (
                        output["cells"] is None and len([sent for sent in output["phones"] if sent is not None]) == 0
                    ),
                    Fail("NobodyWarned", lambda input: input.region),
                ),
                Otherwise("log"),
            ],
        ),
        Step(
            id="log",
            operation=LogWarning,
            inputs=lambda input, steps: {
                "region": input.region,
                "reached": len([sent for sent in steps["phones"].output if sent is not None]),
                "decibels": steps["warn"].output["air"],
            },
            timeout="10s",
        ),
    ],
    result=lambda steps: {
        "log": steps["log"].output,
        "cents": sum(sent.cost for sent in steps["phones"].output if sent is not None),
        "radio": steps["programmes"].output["radio"],
    },
)
