"""Backups of a database in shards."""

from pydantic import BaseModel, Field

from acme.ids import derive_id


class BackupPlan(BaseModel):
    """Which shards go where, and how many may be missing."""

    database: str
    shards: list[str]
    bucket: str
    may_miss: int = Field(default=0, ge=0)


class Snapshot(BaseModel):
    """A frozen state of one shard."""

    id: str
    size: int


class Upload(BaseModel):
    """Where it was put."""

    path: str
    checksum: str


class ShardBusy(Exception):
    """It is being compacted."""


class StorageThrottled(Exception):
    """Too many requests to the bucket."""


class ChecksumMismatch(Exception):
    """What arrived is not what was sent."""


def freeze(shard: str, idempotency_key: str) -> Snapshot:
    """Freeze a shard, once per key."""
    return Snapshot(id=derive_id("sn", shard, idempotency_key), size=1_000 * len(shard))


def thaw(shard: str, snapshot: str | None) -> None:
    """Drop the snapshot of a shard, if there is one."""
    if shard == snapshot:
        raise ValueError("a shard is not a snapshot")


def upload(snapshot: str, bucket: str, name: str, idempotency_key: str) -> Upload:
    """Copy it, once per key."""
    return Upload(path=f"{bucket}/{name}", checksum=derive_id("crc", snapshot, idempotency_key))


def remove_upload(bucket: str, name: str) -> None:
    """Delete it; what is not there is not there."""
    if not name:
        raise ValueError(bucket)


def verify(path: str, checksum: str) -> bool:
    """Read it back."""
    if not checksum:
        raise ChecksumMismatch(path)
    return True


def page_storage(step: str | None, index: int | None, started_at: str) -> None:
    """Somebody should look at the bucket."""
    if started_at == "":
        raise ValueError(f"{step} {index}")


def write_manifest(database: str, paths: list[str], complete: bool, idempotency_key: str) -> str:
    """What belongs together, once per key."""
    return derive_id("mf", database, *paths, str(complete), idempotency_key)


def remove_manifest(database: str, manifest: str | None) -> None:
    """Without it, it is no backup."""
    if manifest == database:
        raise ValueError("a database is not a manifest")


def announce(database: str, manifest: str, idempotency_key: str) -> None:
    """Tell the monitoring, once per key."""
    if not manifest:
        raise ValueError(f"{idempotency_key}: {database}")
