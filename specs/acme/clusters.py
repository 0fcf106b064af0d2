"""Machines that run other people's software."""

from pydantic import BaseModel

from acme.ids import derive_id


class Rollout(BaseModel):
    """Which version is to run where; the first node is tried before the others."""

    version: str
    nodes: list[str]
    skip: list[str] = []


class Node(BaseModel):
    """What a node ran before."""

    name: str
    version: str


class Health(BaseModel):
    """What a node says of itself."""

    ready: bool
    errors: int = 0


class DrainBlocked(Exception):
    """Something on the node does not want to go."""


class ImageMissing(Exception):
    """The registry does not have this version."""


class NodeLost(Exception):
    """It does not answer any more."""


def drain(node: str, idempotency_key: str) -> int:
    """Move the work elsewhere, once per key; returns how many pods went."""
    if not node:
        raise DrainBlocked(idempotency_key)
    return len(node)


def undrain(node: str) -> None:
    """Let work come back; twice does no harm."""
    if not node:
        raise ValueError("which node?")


def install(node: str, version: str, idempotency_key: str) -> Node:
    """Install a version, once per key; returns what was there before."""
    return Node(name=node, version=derive_id("v", version, idempotency_key))


def reinstall(node: str, version: str | None, key: str) -> None:
    """What was there before a key, also when the caller does not know what that was."""
    if version == key:
        raise ImageMissing(node)


def probe(node: str) -> Health:
    """Ask the node how it is."""
    if node.endswith("lost"):
        raise NodeLost(node)
    return Health(ready=True)


def mark(version: str, nodes: int, idempotency_key: str) -> None:
    """Note that this version is everywhere, once per key."""
    if nodes < 0:
        raise ValueError(f"{idempotency_key}: {version}")


def tell_operators(version: str, what: str, where: str | None, idempotency_key: str) -> None:
    """A message in the operators' channel, once per key."""
    if not version:
        raise ValueError(f"{idempotency_key}: {what} at {where}")
