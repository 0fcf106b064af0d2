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
from wfc.scenario.addresses import all_operations, call_addresses
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
from wfc.scenario.read_outside import Misfit, anything_fits, read_approvals, read_cancel, read_events
from wfc.scenario.spelling import fits_pattern
from wfc.scenario.text import Tree, parse_yaml, plain

_KEYS = ("workflow", "input", "context", "operations", "approvals", "events", "cancel", "expect")
_REPLY = ("output", "error", "message", "takes")


def read_scenario(
    text: str, name: str, file: str, workflows: Sequence[Workflow], found: Diagnostics, misfit: Misfit = anything_fits
) -> Scenario | None:
    """The scenario in `text`, for one of the spec's `workflows`; None, and errors in `found`, if it has any.

    `misfit` says why a value does not fit a type of the team's, which is theirs to know.
    """
    here = Diagnostics()
    tree = parse_yaml(text, file, here)
    scenario = None if tree is None else _scenario(tree, name, workflows, misfit, here)
    for diagnostic in here.sorted():
        found.add(diagnostic)
    return None if here.has_errors else scenario


def _scenario(
    tree: Tree, name: str, workflows: Sequence[Workflow], misfit: Misfit, found: Diagnostics
) -> Scenario | None:
    fields = read_fields(tree, _KEYS, "a scenario", found)
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
    approvals = partial(read_approvals, workflow=workflow, misfit=misfit)
    return Scenario(
        name=name,
        file=tree.span.file,
        workflow=key,
        input=_given(fields, "input", workflow.input, found),
        context=_given(fields, "context", workflow.context, found),
        operations=read_key(fields, "operations", partial(_operations, workflow=workflow), found) or {},
        approvals=read_key(fields, "approvals", approvals, found) or {},
        events=read_key(fields, "events", partial(read_events, workflow=workflow), found) or (),
        cancel=read_key(fields, "cancel", read_cancel, found),
        expect=read_key(fields, "expect", partial(read_expect, workflow=workflow), found) or Expect(),
    )


def _given(fields: dict[str, Tree], key: str, of: Type | None, found: Diagnostics) -> Json:
    """The input or context of the run; where a model asks for one and none is given, an empty one."""
    if key in fields and of is None:
        refuse(found, f"the workflow takes no {key}", fields[key].span, help=f"leave `{key}` out")
    return plain(fields[key]) if key in fields else None if of is None else {}


def _operations(tree: Tree, found: Diagnostics, *, workflow: Workflow) -> dict[str, tuple[Reply, ...]]:
    mapping = read_mapping(tree, found)
    keys, addresses = list(all_operations(workflow)), call_addresses(workflow)
    patterns = [role.pattern for role in addresses.values()]
    for name, span in mapping.keys.items():
        if name not in keys and not fits_pattern(name, patterns):
            message = f"`{workflow.key}` has no address or operation `{name}`"
            refuse(found, message, span, UNKNOWN_SCENARIO_NAME, suggest(name, [*addresses, *keys]))
    calls = [role.pattern for role in addresses.values() if role.child is not None]
    return {
        name: read_list(replies, found, read=_reply_of_child if fits_pattern(name, calls) else _reply_of_operation)
        for name, replies in mapping.entries.items()
    }


def _reply_of_child(tree: Tree, found: Diagnostics) -> Reply | None:
    """A workflow may fail with anything."""
    return _reply(tree, found, impossible=frozenset())


def _reply_of_operation(tree: Tree, found: Diagnostics) -> Reply | None:
    return _reply(tree, found, impossible=RESERVED_ERRORS)


def _reply(tree: Tree, found: Diagnostics, *, impossible: frozenset[str]) -> Reply | None:
    fields = read_fields(tree, _REPLY, "an attempt", found)
    if "output" in fields and "error" in fields:
        refuse(found, "an attempt has either an `output` or an `error`", tree.span)
        return None
    error = read_key(fields, "error", read_text, found)
    if error in impossible:
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
