"""The emergency call centre."""

from pydantic import BaseModel

from acme.ids import derive_id


class EmergencyCall(BaseModel):
    """Somebody calls 112."""

    caller: str
    complaint: str


class Location(BaseModel):
    """Where the caller is."""

    district: str


class Crew(BaseModel):
    """An ambulance and its crew."""

    crew_id: str


class NoCrewFree(Exception):
    """All crews are out."""


def locate(caller: str) -> Location:
    """The district a call comes from."""
    return Location(district=f"district-{len(caller) % 7}")


def dispatch(district: str, complaint: str, idempotency_key: str) -> Crew:
    """Send a crew, once per key."""
    return Crew(crew_id=derive_id("crew", district, complaint, idempotency_key))


async def recall(crew_id: str) -> None:
    """Call a crew back; calling it back twice does no harm."""
    if not crew_id.startswith("crew"):
        raise ValueError(f"not a crew: {crew_id}")


async def announce_arrival(district: str, crew_id: str, idempotency_key: str) -> None:
    """Tell the nearest hospital, once per key."""
    if not crew_id:
        raise NoCrewFree(f"{idempotency_key}: nobody comes from {district}")
