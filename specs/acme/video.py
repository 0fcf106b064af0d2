"""Videos, and the farm that transcodes them."""

from typing import Literal

from pydantic import BaseModel

from acme.ids import derive_id


class Upload(BaseModel):
    """A video as it came from a camera."""

    video_id: str
    source: str


class Job(BaseModel):
    """Work that the farm has accepted."""

    job_id: str


class Progress(BaseModel):
    """How far a job is. Of a job in the queue nobody knows yet how many frames it has: 0."""

    state: Literal["queued", "running", "done"]
    frames_done: int = 0
    frames: int = 0
    url: str = ""


class Spread(BaseModel):
    """How many edges of the network have a video."""

    edges: int


class FarmBusy(Exception):
    """The farm's front desk does not answer right now."""


class BadCodec(Exception):
    """Nobody can decode this."""


def submit(source: str, idempotency_key: str) -> Job:
    """Hand in a video, once per key."""
    return Job(job_id=derive_id("job", source, idempotency_key))


def progress(job_id: str) -> Progress:
    """How far the job is."""
    if not job_id:
        raise BadCodec("no such job")
    return Progress(state="done", frames_done=1500, frames=1500, url=f"https://video.example/{job_id}.mp4")


async def abort(job_id: str | None) -> None:
    """Take a job off the farm, if there is one; aborting it twice does no harm."""
    if job_id == "":
        raise FarmBusy("which job?")


def warm(url: str, idempotency_key: str) -> Spread:
    """Push the video to one more edge of the network, each key to another."""
    return Spread(edges=1 + len(idempotency_key) % 3 + len(url) % 2)


def evict(url: str, request: str) -> None:
    """Remove what a request has pushed to the edges; what is not there need not be removed."""
    if not url:
        raise FarmBusy(f"nothing to evict for {request}")


def publish(video_id: str, url: str, edges: int, idempotency_key: str) -> None:
    """Put the video on the site, once per key."""
    if edges < 1:
        raise BadCodec(f"{idempotency_key}: {video_id} is nowhere: {url}")


async def tell_uploader(video_id: str, problem: str, idempotency_key: str) -> None:
    """Say what went wrong, once per key."""
    if not problem:
        raise FarmBusy(f"{idempotency_key}: nothing to say about {video_id}")
