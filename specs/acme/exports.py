"""Exporting a customer's data."""

from pydantic import BaseModel

from acme.ids import derive_id


class ExportRequest(BaseModel):
    """Whose data goes where."""

    account: str
    bucket: str


class QueryResult(BaseModel):
    """Rows in a temporary table."""

    table: str
    rows: int


class UploadRequest(BaseModel):
    """What to upload."""

    table: str
    bucket: str
    compress: bool = True


class UploadReceipt(BaseModel):
    """Where it went."""

    url: str


class BucketMissing(Exception):
    """There is no such bucket."""


def run_query(account: str) -> QueryResult:
    """Collect everything we know about an account."""
    return QueryResult(table=f"tmp_{account}", rows=len(account) * 1000)


def upload(request: UploadRequest, idempotency_key: str) -> UploadReceipt:
    """Copy a table into a bucket, once per key."""
    suffix = ".csv.gz" if request.compress else ".csv"
    return UploadReceipt(url=f"s3://{request.bucket}/{derive_id(request.table, idempotency_key)}{suffix}")


async def park_export(table: str, reason: str) -> str:
    """Keep a table for the next try, as often as asked; returns until when."""
    return f"{table} kept for a day ({reason})"


def announce(account: str, url: str, idempotency_key: str) -> None:
    """Tell the customer where to look, once per key."""
    if not url:
        raise BucketMissing(f"{idempotency_key}: nothing for {account}")
