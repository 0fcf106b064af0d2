"""What of `support.py` a workflow uses, read off its code: nothing else is emitted."""

import ast
import re
from collections.abc import Mapping

from wfc.ir.nodes import Approval, ForEach, Workflow
from wfc.ir.walk import all_nodes, blocks_of, steps_of, undoable
from wfc_targets.temporal.alerts import told_of
from wfc_targets.temporal.code import Lines, imports


def names_in(code: str) -> set[str]:
    """What the code calls by a name of its own, texts and attributes left out."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def support_flags(workflow: Workflow, code: str) -> Mapping[str, object]:
    """The switches of the template."""
    words = set(re.findall(r"[\w.]+", code))
    names = names_in(code)
    nodes = all_nodes(workflow)
    approvals = [node for node in nodes if isinstance(node, Approval)]
    step_slas = [step.sla for step in steps_of(workflow) if step.sla]
    slas = [*([workflow.sla] if workflow.sla else []), *step_slas]
    flags = {
        "saga": bool(undoable(workflow)),
        "parts": bool({"self._run.part", "saga.part"} & words),
        "blocks": any(map(blocks_of, nodes)),
        "loops": any(isinstance(node, ForEach) for node in nodes),
        "deadline": workflow.deadline is not None,
        **_time_flags(workflow, words),
        "outputs": "self._run.outputs" in words,
        "comp_error": "self._run.error" in code,
        "sla": bool(slas),
        "step_sla": bool(step_slas),
        "alerts": any(map(told_of, slas)),
        "messages": "self._run.messages_sent" in words,
        "in_flight": any(sla.in_flight for sla in slas),
        "tells": "self._run.tell" in words,
        "approvals": bool(approvals),
        "forms": any(one.form for one in approvals),
        "reminders": any(one.remind for one in approvals),
        "receives": "self._run.receive" in words,
        "calls": "self._run.child_id" in words,
        "bounded_calls": "self._run.call" in words,
        "started_at": "self._run.started_at" in code,
        "scheduled_at": "self._run.scheduled_at" in code,
        "trigger": "self._run.trigger" in code,
        "keys": "self._run.key" in words,
        "has_succeeded": "self._run.has_succeeded" in words,
        "passed": "self._run.passed" in words,
        "retries": "retrying" in names,
        **{name: name in names for name in _FUNCTIONS},
    }
    from_json = {"from_json", "validated"} & names or flags["receives"] or flags["forms"]
    flags["from_json"] = bool(from_json)
    return {**flags, "typevars": _typevars(flags)}


def _typevars(flags: Mapping[str, object]) -> list[str]:
    """The type variables in use, each named for what it stands for."""
    uses = {
        "Answer": flags["poll"],
        "Called": flags["bounded_calls"],
        "Item": flags["for_each"],
        "Model": flags["from_json"],
        "Result": flags["retries"],
        "Value": flags["for_each"] or flags["making_result"],
    }
    return [name for name, needed in uses.items() if needed]


def _time_flags(workflow: Workflow, words: set[str]) -> dict[str, bool]:
    deadline = workflow.deadline is not None
    called = {name: f"self._run.{name}" in words for name in ("poll", "delay", "sleep_until")}
    sleep = "self._run.sleep" in words or called["sleep_until"] or called["delay"] or (deadline and called["poll"])
    waits = any(f"self._run.{name}" in words for name in ("approval", "receive"))
    stops = deadline or called["poll"] or waits or "self._run.call" in words
    return {**called, "sleep": sleep, "waits": waits, "wait_failed": stops}


_FUNCTIONS = tuple(
    "attempting settle for_each run_to_end validated making_result evaluating text_or_empty to_json".split()
)
_STDLIB = {
    "collections": ("Counter", "defaultdict", "deque"),
    "collections.abc": (
        "Awaitable", "Callable", "Coroutine", "Generator", "Iterable", "Iterator", "Mapping", "Sequence",
    ),
    "contextlib": ("contextmanager", "suppress"),
    "dataclasses": ("dataclass",),
    "datetime": ("UTC", "datetime", "timedelta"),
    "typing": ("Any", "TypeVar", "get_type_hints"),
}  # fmt: skip


def stdlib_imports(text: str) -> Lines:
    """The imports from the standard library that a module needs."""
    words = set(re.findall(r"\w+", text))
    modules = [f"import {name}" for name in ("asyncio", "math") if f"{name}." in text]
    return [*modules, *imports((module, one) for module, names in _STDLIB.items() for one in names if one in words)]
