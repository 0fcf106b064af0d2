"""Cloud resources of a tenant."""

from typing import Literal

from pydantic import BaseModel

from acme.ids import derive_id


class Tenant(BaseModel):
    """A new customer of the platform."""

    name: str
    region: Literal["eu", "us"] = "eu"


class Resource(BaseModel):
    """Something that costs money while it exists."""

    arn: str


class QuotaExceeded(Exception):
    """The region is full."""


class BucketNotEmpty(Exception):
    """A bucket can be deleted only when it is empty."""


class ActivationRefused(Exception):
    """Compliance has not signed."""


def create(kind: str, tenant: str, region: str, idempotency_key: str) -> Resource:
    """Create a resource, once per key."""
    return Resource(arn=f"{kind}:{region}:{derive_id(tenant, idempotency_key)}")


async def delete(arn: str) -> None:
    """Delete a resource; deleting it twice does no harm."""
    if arn.startswith("bucket:") and arn.endswith("full"):
        raise BucketNotEmpty(arn)


def activate(tenant: str, database: str, idempotency_key: str) -> None:
    """Open the doors, once per key."""
    if not database:
        raise ActivationRefused(f"{idempotency_key}: {tenant} has no database")
