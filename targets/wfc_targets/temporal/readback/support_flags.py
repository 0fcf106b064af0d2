"""What of `support.py` a workflow class needs: a second opinion, from the core and from what the class calls."""

import ast
from collections.abc import Mapping, Set
from itertools import chain

from wfc.ir.nodes import Approval, ForEach, Node, Parallel, Step, Workflow
from wfc.ir.policies import Sla
from wfc.ir.walk import all_nodes, undoable

_FUNCTIONS = (
    "attempting evaluating for_each from_json making_result run_to_end settle text_or_empty to_json validated".split()
)
_TYPES = {
    "Answer": ("poll",),
    "Called": ("bounded_calls",),
    "Item": ("for_each",),
    "Model": ("from_json",),
    "Result": ("retries",),
    "Value": ("for_each", "making_result"),
}
"""Type variables, each with the flags of what uses it."""


def support_flags(workflow: Workflow, names: Set[str], parts: Set[str]) -> Mapping[str, object]:
    """The switches of the template. `names` the class uses by themselves, `parts` of its run (or of a saga)."""
    nodes = all_nodes(workflow)
    flags: dict[str, object] = {name: name in names for name in _FUNCTIONS}
    flags |= _of_core(workflow, nodes)
    flags |= {
        "retries": "retrying" in names,
        "parts": "part" in parts,
        "outputs": "outputs" in parts,
        "has_succeeded": "has_succeeded" in parts,
        "passed": "passed" in parts,
        "keys": "key" in parts,
        "comp_error": "error" in parts,
        "delay": "delay" in parts,
        "sleep_until": "sleep_until" in parts,
        "calls": "child_id" in parts,
        "bounded_calls": "call" in parts,
        **{name: name in parts for name in ("started_at", "scheduled_at", "trigger")},
    }
    flags["wait_failed"] = any(flags[one] for one in ("deadline", "poll", "waits", "bounded_calls"))
    bounded_poll = flags["deadline"] and flags["poll"]
    flags["sleep"] = bool("sleep" in parts or flags["sleep_until"] or flags["delay"] or bounded_poll)
    made = ("from_json", "validated", "receives", "forms")
    flags["from_json"] = any(flags[one] for one in made)
    return {**flags, "typevars": [name for name, uses in _TYPES.items() if any(flags[use] for use in uses)]}


def _of_core(workflow: Workflow, nodes: tuple[Node, ...]) -> dict[str, object]:
    approvals = [node for node in nodes if isinstance(node, Approval)]
    step_slas = [node.sla for node in nodes if isinstance(node, Step) and node.sla]
    slas = [*([workflow.sla] if workflow.sla else []), *step_slas]
    reminders = any(one.remind for one in approvals)
    alerts = any(map(_alerts, slas))
    receives = any(type(node).__name__ == "Receive" for node in nodes)
    return {
        "saga": bool(undoable(workflow)),
        "tells": workflow.after_compensation is not None,
        "deadline": workflow.deadline is not None,
        "blocks": any(isinstance(node, Parallel | ForEach) for node in nodes),
        "loops": any(isinstance(node, ForEach) for node in nodes),
        "poll": any(isinstance(node, Step) and node.poll for node in nodes),
        "sla": bool(slas),
        "step_sla": bool(step_slas),
        "alerts": alerts,
        "in_flight": any(sla.in_flight for sla in slas),
        "messages": alerts or reminders,
        "approvals": bool(approvals),
        "forms": any(one.form for one in approvals),
        "reminders": reminders,
        "receives": receives,
        "waits": bool(approvals) or receives,
    }


def _alerts(sla: Sla) -> bool:
    return bool((sla.alert and sla.alert_on_breach) or sla.escalate)


def used_in(cls: ast.Module) -> tuple[set[str], set[str]]:
    """The names that code uses by themselves, and what it uses of a run or a saga."""
    names: set[str] = set()
    parts: set[str] = set()
    for node in chain.from_iterable(map(ast.walk, cls.body)):
        match node:
            case ast.Name(id=name):
                names.add(name)
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr="_run"), attr=part):
                parts.add(part)
            case ast.Attribute(value=ast.Name(id="saga"), attr=part):
                parts.add(part)
            case _:
                pass
    return names, parts
