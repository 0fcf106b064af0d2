"""As many people are asked as a list has names.

Shows: an approval in the body of a for-each, where each element has a window of its own; somebody who declines is no
failure, somebody who never answers is one, and it is handled outside of the for-each.
"""

from acme.review import Bounced, Review, Submission, ask_editor, decide, invite, record_mark, strike_mark
from wfc import Approval, Compensation, Fail, ForEach, OnError, Operation, Step, Workflow

Invite = Operation(
    "journal.invite",
    handler=invite,
    effect="write",
    idempotent="key",
    irreversible=True,
    errors=[Bounced],
    timeout="10s",
)
RecordMark = Operation("journal.record", handler=record_mark, effect="write", idempotent="key")
StrikeMark = Operation("journal.strike", handler=strike_mark, effect="write", idempotent="natural")
Decide = Operation("journal.decide", handler=decide, effect="write", idempotent="key", irreversible=True)
AskEditor = Operation("journal.ask-editor", handler=ask_editor, effect="write", idempotent="key", irreversible=True)

peer_review = Workflow(
    key="peer.review",
    version="1.0.0",
    owners=["team-journal"],
    input=Submission,
    steps=[
        ForEach(
            id="reviews",
            items=lambda input: input.reviewers,
            steps=[
                Approval(
                    id="review",
                    notify=Invite,
                    inputs=lambda input, item, index: {
                        "reviewer": item,
                        "paper_id": input.paper_id,
                        "place": index,
                    },
                    form=Review,
                    timeout="21d",
                    on_rejected="record",
                ),
                Step(
                    id="record",
                    operation=RecordMark,
                    inputs=lambda steps, item: {
                        "reviewer": item,
                        "score": (
                            steps["review"].output.data.score if steps["review"].output.data is not None else None
                        ),
                        "remarks": steps["review"].output.comment or "",
                    },
                    timeout="10s",
                    compensation=Compensation(
                        StrikeMark,
                        inputs=lambda item, output: {
                            "reviewer": item,
                            "fee": output.fee if output is not None else None,
                        },
                        when="attempted",
                    ),
                ),
            ],
            on_failure=[OnError(["Timeout", Bounced], "ask-editor")],
        ),
        Step(
            id="decide",
            operation=Decide,
            inputs=lambda input, steps: {
                "paper_id": input.paper_id,
                "scores": [mark.score for mark in steps["reviews"].output if mark.score is not None],
            },
            timeout="10s",
        ),
    ],
    handlers=[
        Step(
            id="ask-editor",
            operation=AskEditor,
            inputs=lambda input, error: {"paper_id": input.paper_id, "missing": f"{error.step}: {error.type}"},
            timeout="10s",
            on_success=Fail("Undecided", lambda input: input.paper_id),
        ),
    ],
    result=lambda steps: {"letter": steps["decide"].output, "asked": len(steps["reviews"].output)},
)
