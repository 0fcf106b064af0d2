"""Films that machines draw frame by frame."""

from pydantic import BaseModel

from acme.ids import derive_id


class Film(BaseModel):
    """Its shots, and the seconds the farm needs to cool down before each."""

    title: str
    shots: list[str]
    cool_down: int = 0


class Job(BaseModel):
    """What the farm says of a shot."""

    id: str
    frames_left: int
    file: str | None = None


class SceneBroken(Exception):
    """A model misses its textures."""


class FarmFull(Exception):
    """All machines are busy."""


def submit(shot: str, priority: int, idempotency_key: str) -> str:
    """Give a shot to the farm, once per key; returns the number of the job."""
    if not shot:
        raise SceneBroken(f"{idempotency_key} at priority {priority}")
    return derive_id("job", shot, idempotency_key)


def kill(job: str | None, shot: str, place: int) -> None:
    """Stop whatever draws a shot; what is done is deleted."""
    if job == shot:
        raise ValueError(f"shot {place} is not a job")


def look(job: str, idempotency_key: str) -> Job:
    """How far it is; the farm answers the same question, known by its key, in the same way."""
    return Job(id=job, frames_left=0, file=f"/frames/{derive_id('fr', job, idempotency_key)}.exr")


def cut(title: str, files: list[str], idempotency_key: str) -> str:
    """Put the shots together, once per key."""
    return derive_id("film", title, *files, idempotency_key)
