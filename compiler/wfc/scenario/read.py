"""A scenario file (YAML) into a `Scenario`, with everything checked that can be checked before a run.

Runs before the interpreter or an engine does, in the compiler's environment. Codes: WFC950, WFC951, WFC952.
"""

from collections.abc import Sequence
from functools import partial

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
from wfc.ir.nodes import Workflow
from wfc.ir.policies import RESERVED_ERRORS
from wfc.ir.types import Type
from wfc.scenario.addresses import call_addresses
from wfc.scenario.choose import choose_workflow
from wfc.scenario.fields import (
    read_duration,
    read_fields,
    read_key,
    read_list,
    read_mapping,
    read_text,
    refuse,
    suggest,
)
from wfc.scenario.model import Expect, Json, Reply, Scenario
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
    expect = partial(read_expect, addresses=call_addresses(workflow))
    return Scenario(
        name=name,
        file=tree.span.file,
        workflow=key,
        input=_given(fields, "input", workflow.input, found),
        context=_given(fields, "context", workflow.context, found),
        operations=read_key(fields, "operations", partial(_operations, workflow=workflow), found) or {},
        expect=read_key(fields, "expect", expect, found) or Expect(),
    )


def _given(fields: dict[str, Tree], key: str, of: Type | None, found: Diagnostics) -> Json:
    """The input or context of the run; where a model asks for one and none is given, an empty one."""
    if key in fields and of is None:
        refuse(found, f"the workflow takes no {key}", fields[key].span, help=f"leave `{key}` out")
    return plain(fields[key]) if key in fields else None if of is None else {}


def _without_later(tree: Tree, found: Diagnostics) -> Tree:
    """Say so when the scenario uses what steps of a later version need."""
    if not isinstance(tree, Mapping):
        return tree
    for key in _LATER:
        if key in tree.keys:
            refuse(found, f"`{key}` belongs to step kinds that this version cannot compile yet", tree.keys[key])
    entries = {key: value for key, value in tree.entries.items() if key not in _LATER}
    return Mapping(entries, {key: tree.keys[key] for key in entries}, tree.span)


def _operations(tree: Tree, found: Diagnostics, *, workflow: Workflow) -> dict[str, tuple[Reply, ...]]:
    mapping = read_mapping(tree, found)
    known = list(call_addresses(workflow)) + [operation.key for operation in workflow.operations]
    for name, span in mapping.keys.items():
        if name not in known:
            message = f"`{workflow.key}` has no address or operation `{name}`"
            refuse(found, message, span, UNKNOWN_SCENARIO_NAME, suggest(name, known))
    return {name: read_list(replies, found, read=_reply) for name, replies in mapping.entries.items()}


def _reply(tree: Tree, found: Diagnostics) -> Reply | None:
    fields = read_fields(tree, _REPLY, "an attempt", found)
    if "output" in fields and "error" in fields:
        refuse(found, "an attempt has either an `output` or an `error`", tree.span)
        return None
    error = read_key(fields, "error", read_text, found)
    if error in RESERVED_ERRORS:
        span = fields["error"].span
        refuse(found, f"`{error}` is not an error of an operation", span, help=_INSTEAD.get(error))
        return None
    return Reply(
        output=plain(fields["output"]) if "output" in fields else None,
        error=error,
        message=read_key(fields, "message", read_text, found) or "",
        takes=read_key(fields, "takes", read_duration, found) or 0,
    )


_INSTEAD = {
    "Timeout": "let the attempt take longer than the step's `timeout`, with `takes`",
    "InvalidOutput": "give it an `output` that does not fit",
    "InvalidInput": "give the workflow an `input` that makes one that does not fit",
}
