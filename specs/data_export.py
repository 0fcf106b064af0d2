"""Time that runs out.

Shows: an attempt that is cut by its timeout and tried again, a timeout that only its own handler catches, the timeout
of an operation for the steps that name none, and an operation that names its handler without importing it.
"""

from acme.exports import BucketMissing, ExportRequest, UploadReceipt, UploadRequest, announce, park_export, run_query
from wfc import SUCCEED, OnError, Operation, Retry, Step, Workflow

RunQuery = Operation("exports.query", handler=run_query, effect="read")
Upload = Operation(
    "exports.upload",
    handler="acme.exports:upload",
    input=UploadRequest,
    output=UploadReceipt,
    effect="write",
    idempotent="key",
    irreversible=True,
    timeout="20s",
    errors=[BucketMissing],
)
ParkExport = Operation(
    "exports.park", handler=park_export, effect="write", idempotent="natural", irreversible=True, timeout="40s"
)
Announce = Operation(
    "exports.announce", handler=announce, effect="write", idempotent="key", irreversible=True, timeout="20s"
)

data_export = Workflow(
    key="data.export",
    version="1.0.0",
    owners=["team-privacy"],
    input=ExportRequest,
    steps=[
        Step(
            id="query",
            operation=RunQuery,
            inputs=lambda input: {"account": input.account},
            retry=Retry(max_attempts=3, backoff="constant", initial="1s"),
            timeout="10s",
        ),
        Step(
            id="upload",
            operation=Upload,
            inputs=lambda input, steps: UploadRequest(table=steps["query"].output.table, bucket=input.bucket),
            on_failure=[OnError(["Timeout"], "park")],  # a missing bucket is for somebody else to solve
        ),
        Step(
            id="announce",
            operation=Announce,
            inputs=lambda input, steps: {"account": input.account, "url": steps["upload"].output.url},
            on_failure=SUCCEED,
        ),
    ],
    handlers=[
        Step(
            id="park",
            operation=ParkExport,
            inputs=lambda steps, error: {"table": steps["query"].output.table, "reason": error.type},
            on_success=SUCCEED,
        ),
    ],
    result=lambda steps: {
        "rows": steps["query"].output.rows,
        "url": steps.get("upload").output.url if steps.get("upload") is not None else None,
    },
)
