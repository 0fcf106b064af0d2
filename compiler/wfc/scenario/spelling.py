"""How addresses are spelled: `call/step[2][0]:undo`. Standard library only: the engines' runners import it."""

import re

_INDEXES = re.compile(r"\[\d+\]")
_ALERT = re.compile(r".*:alert(:\d+)?")
_BESIDE = re.compile(r".*:(alert(:\d+)?|remind)")


def without_indexes(address: str) -> str:
    """The address that stands for every element: `step:undo` for `step[2]:undo`."""
    return _INDEXES.sub("", address)


def has_indexes(address: str) -> bool:
    """Is it about one element?"""
    return _INDEXES.search(address) is not None


def is_alert(address: str) -> bool:
    """Is it an alert or an escalation?"""
    return _ALERT.fullmatch(address) is not None


def runs_beside(address: str) -> bool:
    """Is it a call beside the workflow, which may stand anywhere among the others (alerts and reminders)?"""
    return _BESIDE.fullmatch(address) is not None
