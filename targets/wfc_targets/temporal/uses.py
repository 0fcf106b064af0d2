"""What of `support.py` a workflow uses, read off its code: nothing else is emitted."""

import re
from collections.abc import Mapping

from wfc.ir.nodes import Step, Workflow


def support_flags(workflow: Workflow, code: str) -> Mapping[str, object]:
    """The switches of the template."""
    words = set(re.findall(r"[\w.]+", code))
    steps = [node for node in workflow.nodes if isinstance(node, Step)]
    saga = any(step.compensation for step in steps)
    sla = bool(workflow.sla or any(step.sla for step in steps))
    alerts = "self._run.alerts_told" in words
    flags = {
        "saga": saga,
        "comp_error": "self._run.error" in code,
        "sla": sla,
        "step_sla": any(step.sla for step in steps),
        "alerts": alerts,
        "started_at": "self._run.started_at" in code,
        "scheduled_at": "self._run.scheduled_at" in code,
        "trigger": "self._run.trigger" in code,
        "keys": "self._run.key" in words,
        "has_succeeded": "self._run.has_succeeded" in words,
        "passed": "self._run.passed" in words,
        "retries": "retrying" in words,
        **{name: name in words for name in _FUNCTIONS},
        "from_json": bool({"from_json", "validated"} & words),
    }
    return {**flags, "abc_imports": _abc_imports(flags), "datetime_imports": _datetime_imports(flags)}


_FUNCTIONS = ("run_to_end", "validated", "making_result", "evaluating", "text_or_empty", "to_json")


def _datetime_imports(flags: Mapping[str, object]) -> str:
    wanted = {"datetime": flags["scheduled_at"] or flags["alerts"], "timedelta": flags["sla"]}
    return ", ".join(name for name, needed in wanted.items() if needed)


def _abc_imports(flags: Mapping[str, object]) -> str:
    wanted = {
        "Awaitable": flags["saga"] or flags["alerts"] or flags["retries"],
        "Callable": flags["saga"] or flags["alerts"] or flags["retries"] or flags["text_or_empty"],
        "Coroutine": flags["run_to_end"],
        "Generator": True,
        "Sequence": flags["retries"],
    }
    return ", ".join(name for name, needed in wanted.items() if needed)
