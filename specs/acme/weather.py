"""Warnings before a storm."""

from pydantic import BaseModel

from acme.ids import derive_id


class Storm(BaseModel):
    """Where it will be, and who lives there."""

    region: str
    level: int
    phones: list[str]
    stations: list[str] = []


class Sent(BaseModel):
    """One message that went out."""

    id: str
    cost: int = 0


class NumberUnknown(Exception):
    """Nobody has this number."""


class MastDown(Exception):
    """The storm was faster."""


class NetworkDown(Exception):
    """The operator of the network does not answer."""


def draft(region: str, level: int) -> str:
    """What to say."""
    return f"Storm of level {level} in {region}"


def send_sms(phone: str, text: str, idempotency_key: str) -> Sent:
    """One message, once per key."""
    if not phone.startswith("+"):
        raise NumberUnknown(phone)
    return Sent(id=derive_id("sms", phone, text, idempotency_key), cost=3)


def send_letter(phone: str, text: str, idempotency_key: str) -> Sent:
    """To whoever can be found behind a number, once per key."""
    return Sent(id=derive_id("letter", phone, text, idempotency_key), cost=120)


def broadcast(cells: str, text: str, idempotency_key: str) -> str:
    """To all phones around, once per key."""
    if not cells:
        raise NetworkDown(text)
    return derive_id("cell", cells, idempotency_key)


def stop_broadcast(cells: str, broadcast: str | None) -> None:
    """End whatever is broadcast there."""
    if cells == broadcast:
        raise ValueError("cells are not a broadcast")


def sound(station: str, seconds: int, idempotency_key: str) -> int:
    """Let a siren howl, once per key; returns its decibels."""
    if seconds <= 0:
        raise MastDown(f"{station} {idempotency_key}")
    return 110


def all_clear(station: str, number: int) -> None:
    """The tone that says that it is over."""
    if number < 0:
        raise ValueError(station)


def interrupt(channel: str, text: str, idempotency_key: str) -> str:
    """Interrupt a programme, once per key."""
    return derive_id(channel, text, idempotency_key)


def resume(channel: str, interruption: str) -> None:
    """Go on with the programme."""
    if channel == interruption:
        raise ValueError(channel)


def log_warning(region: str, reached: int, decibels: list[int], idempotency_key: str) -> str:
    """For the inquiry afterwards, once per key."""
    return derive_id("log", region, str(reached), str(len(decibels)), idempotency_key)
