"""Databases that are upgraded at night."""

from datetime import datetime

from pydantic import BaseModel

from acme.ids import derive_id


class Upgrade(BaseModel):
    """Which cluster goes to which release, not before `not_before`."""

    cluster: str
    release: str
    not_before: datetime
    settle_seconds: int = 60


class Snapshot(BaseModel):
    """A copy of everything, just in case."""

    snapshot_id: str


class NodeStuck(Exception):
    """A node does not go down."""


class InstallerBusy(Exception):
    """Another installation goes on."""


class CheckFailed(Exception):
    """The cluster answers, but wrongly."""


def drain(cluster: str, idempotency_key: str) -> None:
    """Send no more traffic, once per key."""
    if not cluster:
        raise NodeStuck(idempotency_key)


async def undrain(cluster: str) -> None:
    """Send traffic again; doing so twice does no harm."""
    if not cluster:
        raise NodeStuck("which cluster?")


def take_snapshot(cluster: str, idempotency_key: str) -> Snapshot:
    """Copy everything, once per key."""
    return Snapshot(snapshot_id=derive_id("snap", cluster, idempotency_key))


async def drop_snapshot(cluster: str, snapshot_id: str | None) -> None:
    """Delete a copy, if there is one; deleting it twice does no harm."""
    if not cluster:
        raise NodeStuck(f"whose snapshot is {snapshot_id}?")


def install(cluster: str, release: str, idempotency_key: str) -> str:
    """Install a release, once per key; returns what was there before."""
    return derive_id("release", cluster, release, idempotency_key)


async def roll_back(cluster: str, previous: str | None) -> None:
    """Install what was there before, if that is known; doing so twice does no harm."""
    if not cluster:
        raise InstallerBusy(f"where was {previous}?")


def check_health(cluster: str) -> int:
    """How many nodes answer."""
    if not cluster:
        raise CheckFailed("which cluster?")
    return 3


async def tell_operators(cluster: str, text: str, idempotency_key: str) -> None:
    """Write into the channel of the operators, once per key."""
    if not text:
        raise ValueError(f"{idempotency_key}: nothing to say about {cluster}")
