"""Where a name in a generated file comes from."""

from collections.abc import Iterable

from wfc.emit.lines import INDENT, WIDTH

HELPERS = (
    "FAILING",
    "ELEMENTS",
    "DEADLINE",
    "map_index",
    "pull",
    "outputs",
    "state",
    "failure_of",
    "last_failure",
    "attempted",
    "run_id",
    "key_for",
    "run_facts",
    "validated",
    "evaluated",
    "text_of",
    "call",
    "recorded",
    "heeding_deaths",
    "time_left",
    "in_time",
    "out_of_time",
    "chosen_by",
    "behind",
    "ended",
    "listed",
    "element",
    "due",
    "when_failed",
    "promised",
    "record_breach",
    "RESERVED",
    "error_type",
    "Backoff",
    "LinearBackoff",
    "ConstantBackoff",
    "FirstMatch",
    "decided",
    "called",
    "instant",
    "wait_until",
    "polled",
    "undo_one",
    "retried",
    "time_limit",
    "Ask",
    "InvalidInput",
    "InvalidOutput",
    "ExpressionError",
    "PollTimeout",
    "Deadline",
    "AlreadyCompensated",
    "Crashed",
    "Failed",
)
"""Helpers in the order in which they are defined; one template each."""

_MODULES = ("asyncio", "json", "logging", "signal")
_FROM = {
    "collections.abc": ("Callable", "Generator", "Sequence"),
    "contextlib": ("contextmanager",),
    "dataclasses": ("dataclass",),
    "datetime": ("datetime", "timedelta"),
    "functools": ("partial",),
    "inspect": ("isawaitable", "signature"),
    "random": ("random",),
    "time": ("sleep",),
    "typing": ("Any", "get_type_hints"),
    "airflow.providers.standard.operators.empty": ("EmptyOperator",),
    "airflow.providers.standard.operators.hitl": ("HITLOperator",),
    "airflow.providers.standard.operators.trigger_dagrun": ("TriggerDagRunOperator",),
    "airflow.providers.standard.sensors.time_delta": ("WaitSensor",),
    "airflow.sdk": (
        "CronTriggerTimetable",
        "Param",
        "PokeReturnValue",
        "RetryDecision",
        "RetryPolicy",
        "TaskGroup",
        "TriggerRule",
        "dag",
        "get_current_context",
        "literal",
        "task",
        "task_group",
        "timezone",
    ),
    "airflow.sdk.exceptions": (
        "AirflowFailException",
        "AirflowRescheduleException",
        "AirflowSkipException",
        "AirflowTaskTimeout",
        "ParamValidationError",
    ),
}

IMPORTED = (*_MODULES, *(name for names in _FROM.values() for name in names))
"""Every name that a generated file may import."""


def import_lines(names: Iterable[str]) -> list[str]:
    """The import statements for these names: the standard library, then Airflow."""
    used = set(names)
    plain = [f"import {module}" for module in _MODULES if module in used]
    standard = [*plain]
    platform: list[str] = []
    for module, offered in _FROM.items():
        wanted = [name for name in offered if name in used]
        if wanted:
            lines = _from(module, wanted)
            (platform if module.startswith("airflow") else standard).append(lines)
    return [*standard, *([""] if standard else []), *platform]


def _from(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"{INDENT}{name}," for name in names), ")"])
