"""Albums of pictures on the web."""

from pydantic import BaseModel

from acme.ids import derive_id


class Album(BaseModel):
    """Pictures by their paths."""

    title: str
    images: list[str]
    width: int = 320


class NotAnImage(Exception):
    """The file is something else."""


class NameTaken(Exception):
    """There is an album of that title."""


def shrink(path: str, width: int, name: str, idempotency_key: str) -> str:
    """Make a small picture, once per key; returns where it is."""
    if not path.endswith((".jpg", ".png")):
        raise NotAnImage(path)
    return f"/thumbs/{width}/{name}-{derive_id('th', path, idempotency_key)}.webp"


def remove(path: str, number: int, thumbnail: str | None) -> None:
    """Remove the small picture of a large one; if there is none, there is none."""
    if thumbnail == path:
        raise ValueError(f"picture {number} is the original")


def publish(title: str, thumbnails: list[str], idempotency_key: str) -> str:
    """Show the album, once per key; returns its address."""
    if title == "taken":
        raise NameTaken(title)
    return f"https://albums.acme.example/{derive_id('al', title, *thumbnails, idempotency_key)}"
