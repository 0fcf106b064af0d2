"""Shards are frozen and copied, as many at once as the bucket can take.

Shows: lists of retries, linear and capped delays and timeouts inside a body, each element with its own counters;
promises about time in a body, kept or broken by each element; compensations after attempts whose answer nobody knows;
a `ForEach` whose failure is handled by type, and whose elements are undone when the run fails later.
"""

from acme.backups import (
    BackupPlan,
    ChecksumMismatch,
    ShardBusy,
    StorageThrottled,
    announce,
    freeze,
    page_storage,
    remove_manifest,
    remove_upload,
    thaw,
    upload,
    verify,
    write_manifest,
)
from wfc import (
    FAIL,
    SUCCEED,
    Choice,
    Compensation,
    Defaults,
    Fail,
    ForEach,
    OnError,
    Operation,
    Otherwise,
    Retry,
    Sla,
    Step,
    When,
    Workflow,
)

Freeze = Operation("backups.freeze", handler=freeze, effect="write", idempotent="key", errors=[ShardBusy])
Thaw = Operation("backups.thaw", handler=thaw, effect="write", idempotent="natural", irreversible=True)
Upload = Operation("backups.upload", handler=upload, effect="write", idempotent="key", errors=[StorageThrottled])
RemoveUpload = Operation("backups.remove", handler=remove_upload, effect="write", idempotent="natural")
Verify = Operation("backups.verify", handler=verify, effect="read", errors=[ChecksumMismatch])
PageStorage = Operation("backups.page", handler=page_storage, effect="write", idempotent="natural")
WriteManifest = Operation("backups.manifest", handler=write_manifest, effect="write", idempotent="key")
RemoveManifest = Operation("backups.remove-manifest", handler=remove_manifest, effect="write", idempotent="natural")
Announce = Operation("backups.announce", handler=announce, effect="write", idempotent="key", irreversible=True)

shard_backup = Workflow(
    key="shard.backup",
    version="1.0.0",
    owners=["team-storage"],
    input=BackupPlan,
    defaults=Defaults(retry=Retry(max_attempts=2, initial="3s"), timeout="1m"),
    steps=[
        ForEach(
            id="shards",
            items=lambda input: [
                {"name": shard.lower(), "path": f"{input.database}/{shard}"} for shard in input.shards
            ],
            max_concurrency=2,
            steps=[
                Step(
                    id="freeze",
                    operation=Freeze,
                    inputs=lambda item: {"shard": item["name"]},
                    retry=[
                        Retry(max_attempts=3, backoff="linear", initial="10s", only=[ShardBusy]),
                        Retry(max_attempts=2, backoff="constant", initial="1s", only=["Timeout"]),
                    ],
                    timeout="30s",
                    compensation=Compensation(
                        Thaw,
                        inputs=lambda item, output: {
                            "shard": item["name"],
                            "snapshot": output.id if output is not None else None,
                        },
                        when="attempted",
                        timeout="30s",
                    ),
                ),
                Step(
                    id="upload",
                    operation=Upload,
                    inputs=lambda input, steps, item: {
                        "snapshot": steps["freeze"].output.id,
                        "bucket": input.bucket,
                        "name": item["path"],
                    },
                    retry=Retry(max_attempts=4, initial="10s", max_interval="25s", never=["Timeout"]),
                    timeout="5m",
                    sla=Sla("2m", alert=PageStorage),  # wfc: allow[sla-below-worst-case] somebody should look by then
                    compensation=Compensation(
                        RemoveUpload,
                        inputs=lambda input, item: {"bucket": input.bucket, "name": item["path"]},
                        when="attempted",
                        timeout="1m",
                    ),
                ),
                Step(
                    id="verify",
                    operation=Verify,
                    inputs=lambda steps: {
                        "path": steps["upload"].output.path,
                        "checksum": steps["upload"].output.checksum,
                    },
                    retry=Retry(max_attempts=1),
                    on_success=[
                        When(lambda output: output, "thaw"),
                        Otherwise(Fail("NotTheSame", lambda item, index: f"{item['path']} is number {index}")),
                    ],
                ),
                Step(
                    id="thaw",
                    operation=Thaw,
                    inputs=lambda steps, item: {"shard": item["name"], "snapshot": steps["freeze"].output.id},
                    on_failure=SUCCEED,  # the bucket's own rules drop it after a day
                ),
            ],
            on_success="manifest",
            on_failure=[OnError(["NotTheSame", ChecksumMismatch], "enough")],
        ),
        Choice(id="enough", transitions=[When(lambda input: input.may_miss > 0, "manifest"), Otherwise(FAIL)]),
        Step(
            id="manifest",
            operation=WriteManifest,
            inputs=lambda input, steps: {
                "database": input.database,
                "paths": sorted(f"{input.database}/{shard}" for shard in input.shards),
                "complete": steps.get("shards") is not None,
            },
            compensation=Compensation(
                RemoveManifest,
                inputs=lambda input, output: {"database": input.database, "manifest": output},
                when="attempted",
                timeout="1m",
            ),
        ),
        Step(
            id="announce",
            operation=Announce,
            inputs=lambda input, steps: {"database": input.database, "manifest": steps["manifest"].output},
        ),
    ],
    result=lambda input, steps: {
        "manifest": steps["manifest"].output,
        "shards": len(steps.get("shards").output)
        if steps.get("shards") is not None
        else len(input.shards) - input.may_miss,
    },
)
