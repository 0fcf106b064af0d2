"""What spec authors import: `from wfc import Workflow, Step`. Words load on first use, so `import wfc` is cheap."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfc.spec.concurrency import ForEach, Parallel
    from wfc.spec.operation import Operation
    from wfc.spec.policies import Compensation, Defaults, Poll, Retry
    from wfc.spec.promises import Escalate, Sla
    from wfc.spec.step import Choice, Step
    from wfc.spec.transitions import FAIL, NEXT, SUCCEED, Fail, OnError, Otherwise, When
    from wfc.spec.triggers import After, Cron, OnEvent
    from wfc.spec.views import Decision, Error, Run, Steps
    from wfc.spec.waiting import Approval, Call, Receive, Wait
    from wfc.spec.workflow import Workflow

__all__ = [
    "FAIL",
    "NEXT",
    "SUCCEED",
    "After",
    "Approval",
    "Call",
    "Choice",
    "Compensation",
    "Cron",
    "Decision",
    "Defaults",
    "Error",
    "Escalate",
    "Fail",
    "ForEach",
    "OnError",
    "OnEvent",
    "Operation",
    "Otherwise",
    "Parallel",
    "Poll",
    "Receive",
    "Retry",
    "Run",
    "Sla",
    "Step",
    "Steps",
    "Wait",
    "When",
    "Workflow",
]

_HOMES = {
    "concurrency": "ForEach Parallel",
    "operation": "Operation",
    "policies": "Compensation Defaults Poll Retry",
    "promises": "Escalate Sla",
    "step": "Choice Step",
    "transitions": "FAIL NEXT SUCCEED Fail OnError Otherwise When",
    "triggers": "After Cron OnEvent",
    "views": "Decision Error Run Steps",
    "waiting": "Approval Call Receive Wait",
    "workflow": "Workflow",
}
_HOME = {word: module for module, words in _HOMES.items() for word in words.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'wfc' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"wfc.spec.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
