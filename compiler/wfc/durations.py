"""Durations as people write them (`"90s"`, `"1h30m"`, `"PT1H"`, a `timedelta`) to integer milliseconds, and back.

A bare number is never a duration: nobody can see its unit. Nor are months and years: their length depends on the date.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import final

_UNITS = {"w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_PRINTED = tuple(unit for unit in _UNITS if unit != "w")

# Twelve digits hold 30,000 years in seconds; without a cap a hostile literal could make `int` slow.
_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,12})?)"
_SHORT = re.compile(r"\s*".join(rf"(?:{_NUMBER}{unit}(?![a-z]))?" for unit in _UNITS))
_ISO_UNITS = ("w", "d", "h", "m", "s")
_ISO = re.compile(rf"P(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?")
_ISO_CALENDAR = re.compile(r"P[0-9.]+[YM]")

HOW_TO_WRITE = 'write it like "90s", "1h30m", "PT1H" or timedelta(seconds=90)'
"""Help for a diagnostic about a `BadDuration`."""


@final
@dataclass(frozen=True, slots=True)
class BadDuration:
    """Something that is no duration; `why` completes "`30` ..."."""

    why: str


def parse_duration(written: object) -> int | BadDuration:
    """Milliseconds, exactly; whatever is finer, negative or without a unit is a `BadDuration`."""
    match written:
        case timedelta():
            return _whole(Fraction(written // timedelta(microseconds=1), 1000))
        case str():
            return _parse_text(written.strip())
        case bool():
            return BadDuration("is not a duration")
        case int() | float():
            return BadDuration(f'has no unit: write "{written}s" if it means seconds')
        case _:
            return BadDuration(f"is a {type(written).__name__}, not a duration")


@lru_cache(maxsize=256)  # a workflow says the same few again and again
def _parse_text(text: str) -> int | BadDuration:
    if _ISO_CALENDAR.match(text):
        return BadDuration("counts in months or years, whose length depends on the date: write days")
    if re.fullmatch(_NUMBER, text):
        return BadDuration(f'has no unit: write "{text}s" if it means seconds')
    for pattern, units in ((_SHORT, tuple(_UNITS)), (_ISO, _ISO_UNITS)):
        found = pattern.fullmatch(text)
        if found and any(found.groups()):
            numbers = zip(found.groups(), units, strict=True)
            return _whole(sum((Fraction(number) * _UNITS[unit] for number, unit in numbers if number), Fraction()))
    if text.startswith("-"):
        return BadDuration("is negative")
    return BadDuration("is not a duration; the units are w, d, h, m, s and ms, largest first")


def _whole(milliseconds: Fraction) -> int | BadDuration:
    if milliseconds < 0:
        return BadDuration("is negative")
    if milliseconds.denominator != 1:
        return BadDuration("is finer than a millisecond")
    return milliseconds.numerator


def spell_duration(milliseconds: int) -> str:
    """For people: `2m 16s`, `1d 12h`, `500ms`, `0s`."""
    return " ".join(_parts(milliseconds))


def compact_duration(milliseconds: int) -> str:
    """As a spec would say it: `2m16s`."""
    return "".join(_parts(milliseconds))


def _parts(milliseconds: int) -> list[str]:
    parts, rest = [], milliseconds
    for unit in _PRINTED:
        count, rest = divmod(rest, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return parts or ["0s"]


def iso_duration(milliseconds: int) -> str:
    """For JSON, as pydantic writes a `timedelta`: `PT2M16S`, `P1DT12H`, `PT0.5S`, `PT0S` (but a year is 365 days)."""
    days, rest = divmod(milliseconds, _UNITS["d"])
    hours, rest = divmod(rest, _UNITS["h"])
    minutes, rest = divmod(rest, _UNITS["m"])
    seconds = f"{rest / 1000:.3f}".rstrip("0").rstrip(".")
    clock = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}S" if rest else ""]
    date = f"{days}D" if days else ""
    return f"P{date}T{''.join(clock)}" if rest or hours or minutes else f"P{date}" if date else "PT0S"
