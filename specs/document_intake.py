"""A failure that is repaired on the way.

Shows: a handler that rejoins the main path, a main step that is reached by a success edge and by a failure edge, and
lambdas that cope with both: `steps.get`, and an `error` that may be absent.
"""

from acme.documents import Illegible, OcrUnavailable, Scan, classify, file_document, recognise, transcribe
from wfc import OnError, Operation, Retry, Step, Workflow

Recognise = Operation("documents.recognise", handler=recognise, effect="read", errors=[OcrUnavailable, Illegible])
Transcribe = Operation("documents.transcribe", handler=transcribe, effect="read", errors=[Illegible])
Classify = Operation("documents.classify", handler=classify, effect="read")
File = Operation("documents.file", handler=file_document, effect="write", idempotent="natural", irreversible=True)

document_intake = Workflow(
    key="document.intake",
    version="1.0.0",
    owners=["team-backoffice"],
    input=Scan,
    steps=[
        Step(
            id="recognise",
            operation=Recognise,
            inputs=lambda input: {"document_id": input.document_id, "pages": input.pages},
            retry=Retry(max_attempts=2, never=[Illegible]),
            timeout="30s",
            on_failure="transcribe",
        ),
        Step(
            id="classify",
            operation=Classify,
            inputs=lambda steps: {
                "text": (steps.get("recognise").output.text if steps.get("recognise") is not None else "")
                + (steps.get("transcribe").output.text if steps.get("transcribe") is not None else ""),
            },
            timeout="10s",
            on_success="file",  # has to be said, for `file` is a step that failures lead to
            on_failure="file",  # unsorted is better than lost
        ),
        Step(
            id="file",
            operation=File,
            inputs=lambda input, steps, error: {
                "document_id": input.document_id,
                "drawer": steps.get("classify").output if steps.get("classify") is not None else "unsorted",
                "note": f"{error.step}: {error.type}" if error is not None else "",
            },
            timeout="10s",
        ),
    ],
    handlers=[
        Step(
            id="transcribe",
            operation=Transcribe,
            inputs=lambda input, error: {"document_id": input.document_id, "reason": error.type},
            timeout="1m",
            on_success="classify",
            on_failure=[OnError([Illegible], "file")],
        ),
    ],
    result=lambda steps: {"filed": steps["file"].output, "by_hand": steps.get("transcribe") is not None},
)
