"""What of `support.py` a workflow uses, read off its code: nothing else is emitted."""

import re
from collections.abc import Mapping

from wfc.ir.nodes import ForEach, Workflow
from wfc.ir.walk import all_nodes, blocks_of, steps_of, undoable
from wfc_targets.temporal.code import Lines, imports


def support_flags(workflow: Workflow, code: str) -> Mapping[str, object]:
    """The switches of the template."""
    words = set(re.findall(r"[\w.]+", code))
    steps = steps_of(workflow)
    saga = bool(undoable(workflow))
    sla = bool(workflow.sla or any(step.sla for step in steps))
    alerts = "self._run.alerts_told" in words
    nodes = all_nodes(workflow)
    flags = {
        "saga": saga,
        "parts": ".part()" in code,
        "blocks": any(map(blocks_of, nodes)),
        "loops": any(isinstance(node, ForEach) for node in nodes),
        "deadline": workflow.deadline is not None,
        **_time_flags(workflow, words),
        "outputs": "self._run.outputs" in words,
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


def _time_flags(workflow: Workflow, words: set[str]) -> dict[str, bool]:
    deadline = workflow.deadline is not None
    called = {name: f"self._run.{name}" in words for name in ("poll", "delay", "sleep_until")}
    sleep = "self._run.sleep" in words or called["sleep_until"] or called["delay"] or (deadline and called["poll"])
    return {**called, "sleep": sleep, "wait_failed": deadline or called["poll"]}


_FUNCTIONS = ("settle", "for_each", "run_to_end", "validated", "making_result", "evaluating", "text_or_empty", "to_json")


def _datetime_imports(flags: Mapping[str, object]) -> str:
    wanted = {
        "UTC": flags["sleep_until"],
        "datetime": flags["scheduled_at"] or flags["alerts"] or flags["sleep_until"],
        "timedelta": flags["sla"] or flags["deadline"] or flags["sleep"] or flags["poll"],
    }
    return ", ".join(name for name, needed in wanted.items() if needed)


def _abc_imports(flags: Mapping[str, object]) -> Lines:
    awaits = any(flags[one] for one in ("saga", "alerts", "retries", "settle", "for_each", "poll"))
    wanted = {
        "Awaitable": awaits,
        "Callable": any(flags[one] for one in ("saga", "alerts", "retries", "text_or_empty", "for_each", "poll")),
        "Coroutine": flags["run_to_end"],
        "Generator": True,
        "Iterable": flags["settle"] or flags["for_each"],
        "Iterator": flags["parts"],
        "Mapping": flags["settle"],
        "Sequence": flags["retries"],
    }
    return imports(("collections.abc", name) for name, needed in wanted.items() if needed)
