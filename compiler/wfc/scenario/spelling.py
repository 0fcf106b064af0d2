"""How addresses are spelled: `call/step[2][0]:undo`. Standard library only: the engines' runners import it."""

import re
from collections.abc import Collection

_INDEXES = re.compile(r"\[\d+\]")
_ALERT = re.compile(r".*:alert(:\d+)?")
_BESIDE = re.compile(r".*:(alert(:\d+)?|remind)")


def without_indexes(address: str) -> str:
    """The address that stands for every element: `step:undo` for `step[2]:undo`."""
    return _INDEXES.sub("", address)


def fits_pattern(address: str, patterns: Collection[str]) -> bool:
    """Is it one of these, in which `[]` stands for an index; with all indexes, or with none for every element?"""
    return any(address == one.replace("[]", "") or _INDEXES.sub("[]", address) == one for one in patterns)


def is_alert(address: str) -> bool:
    """Is it an alert or an escalation?"""
    return _ALERT.fullmatch(address) is not None


def runs_beside(address: str) -> bool:
    """Is it a call beside the workflow, which may stand anywhere among the others (alerts and reminders)?"""
    return _BESIDE.fullmatch(address) is not None
