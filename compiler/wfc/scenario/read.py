"""A scenario file (YAML) into a `Scenario`, with everything checked that can be checked before a run.

Runs before the interpreter or an engine does, in the compiler's environment. Codes: WFC950, WFC951, WFC952.
"""

from collections.abc import Sequence

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
from wfc.ir.nodes import Workflow
from wfc.ir.policies import RESERVED_ERRORS
from wfc.scenario.addresses import call_addresses
from wfc.scenario.choose import choose_workflow
from wfc.scenario.fields import read_duration, read_fields, read_list, read_mapping, read_text, refuse, suggest
from wfc.scenario.model import Expect, Reply, Scenario
from wfc.scenario.read_expect import read_expect
from wfc.scenario.text import Mapping, Tree, parse_yaml, plain

_KEYS = ("workflow", "input", "context", "operations", "expect")
_LATER = ("approvals", "events", "cancel")
_REPLY = ("output", "error", "message", "takes")


def read_scenario(
    text: str, name: str, file: str, workflows: Sequence[Workflow], found: Diagnostics
) -> Scenario | None:
    """The scenario in `text`, for one of the spec's `workflows`; None, and errors in `found`, if it has any."""
    here = Diagnostics()
    tree = parse_yaml(text, file, here)
    scenario = None if tree is None else _scenario(tree, name, workflows, here)
    for diagnostic in here.sorted():
        found.add(diagnostic)
    return None if here.has_errors else scenario


def _scenario(tree: Tree, name: str, workflows: Sequence[Workflow], found: Diagnostics) -> Scenario | None:
    fields = read_fields(_without_later(tree, found), _KEYS, "a scenario", found)
    if "workflow" not in fields:
        refuse(found, "the scenario does not say which `workflow` it is about", tree.span)
        return None
    key = read_text(fields["workflow"], found)
    workflow = None if key is None else choose_workflow(key, workflows)
    if key is None or workflow is None:
        known = [workflow.key for workflow in workflows]
        help = suggest(key or "", known)
        refuse(found, f"the spec has no workflow `{key}`", fields["workflow"].span, UNKNOWN_SCENARIO_NAME, help)
        return None
    operations = read_mapping(fields["operations"], found) if "operations" in fields else None
    return Scenario(
        name=name,
        file=tree.span.file,
        workflow=key,
        input=plain(fields["input"]) if "input" in fields else None,
        context=plain(fields["context"]) if "context" in fields else None,
        operations=_operations(operations, workflow, found) if operations else {},
        expect=read_expect(fields["expect"], call_addresses(workflow), found) if "expect" in fields else Expect(),
    )


def _without_later(tree: Tree, found: Diagnostics) -> Tree:
    """Say so when the scenario uses what steps of a later version need."""
    if not isinstance(tree, Mapping):
        return tree
    for key in _LATER:
        if key in tree.keys:
            refuse(found, f"`{key}` belongs to step kinds that this version cannot compile yet", tree.keys[key])
    entries = {key: value for key, value in tree.entries.items() if key not in _LATER}
    return Mapping(entries, {key: tree.keys[key] for key in entries}, tree.span)


def _operations(tree: Mapping, workflow: Workflow, found: Diagnostics) -> dict[str, tuple[Reply, ...]]:
    known = list(call_addresses(workflow)) + [operation.key for operation in workflow.operations]
    for name, span in tree.keys.items():
        if name not in known:
            message = f"`{workflow.key}` has no address or operation `{name}`"
            refuse(found, message, span, UNKNOWN_SCENARIO_NAME, suggest(name, known))
    return {name: read_list(replies, _reply, found) for name, replies in tree.entries.items()}


def _reply(tree: Tree, found: Diagnostics) -> Reply | None:
    fields = read_fields(tree, _REPLY, "an attempt", found)
    if "output" in fields and "error" in fields:
        refuse(found, "an attempt has either an `output` or an `error`", tree.span)
        return None
    error = read_text(fields["error"], found) if "error" in fields else None
    if error in RESERVED_ERRORS:
        span = fields["error"].span
        refuse(found, f"`{error}` is not an error of an operation", span, help=_INSTEAD.get(error))
        return None
    return Reply(
        output=plain(fields["output"]) if "output" in fields else None,
        error=error,
        message=(read_text(fields["message"], found) or "") if "message" in fields else "",
        takes=(read_duration(fields["takes"], found) or 0) if "takes" in fields else 0,
    )


_INSTEAD = {
    "Timeout": "let the attempt take longer than the step's `timeout`, with `takes`",
    "InvalidOutput": "give it an `output` that does not fit",
    "InvalidInput": "give the workflow an `input` that makes one that does not fit",
}
