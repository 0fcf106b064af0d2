"""One mail after the other, each when its time has come.

Shows: a wait in the body of a for-each, as long as its element says; a branch of the body that a failure leads to.
"""

from acme.campaigns import Bounced, Campaign, close_campaign, send_mail
from wfc import SUCCEED, ForEach, OnError, Operation, Step, Wait, Workflow

Send = Operation(
    "campaigns.send", handler=send_mail, effect="write", idempotent="key", irreversible=True, errors=[Bounced]
)
Close = Operation("campaigns.close", handler=close_campaign, effect="write", idempotent="key", irreversible=True)

drip_campaign = Workflow(
    key="drip.campaign",
    version="1.0.0",
    owners=["team-growth"],
    input=Campaign,
    steps=[
        ForEach(
            id="mails",
            items=lambda input: input.mails,
            steps=[
                Wait(id="until-due", duration=lambda item: item.after_hours * 3600),
                Step(
                    id="send",
                    operation=Send,
                    inputs=lambda input, item, index: {
                        "reader": input.reader,
                        "subject": item.subject,
                        "number": index,
                    },
                    timeout="30s",
                    on_failure=[OnError([Bounced], SUCCEED)],
                ),
            ],
        ),
        Step(
            id="close",
            operation=Close,
            inputs=lambda input, steps: {"reader": input.reader, "answers": steps["mails"].output},
            timeout="30s",
        ),
    ],
    result=lambda steps: {"sent": len([answer for answer in steps["mails"].output if answer is not None])},
)
