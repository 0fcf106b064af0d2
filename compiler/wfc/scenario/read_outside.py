"""What comes from outside in a scenario file: decisions of people, events, and the request to cancel."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias, get_args

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
from wfc.ir.nodes import Approval, Workflow
from wfc.ir.types import Type
from wfc.scenario.addresses import approval_addresses, event_names
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
from wfc.scenario.model import Answer, Event, Json, Verdict
from wfc.scenario.spelling import fits_pattern
from wfc.scenario.text import Tree, plain

Misfit: TypeAlias = Callable[[Type, Json], str | None]
"""Why a value does not fit a type; None when it does."""

_ANSWER = ("decision", "by", "comment", "data", "after")
_EVENT = ("name", "correlate", "payload", "after")


def anything_fits(_of: Type, _value: Json) -> str | None:
    """For those who cannot load the team's models."""
    return None


def read_approvals(tree: Tree, found: Diagnostics, *, workflow: Workflow, misfit: Misfit) -> dict[str, Answer]:
    """The decisions, by address."""
    known, answers = approval_addresses(workflow), {}
    for address, entry in (mapping := read_mapping(tree, found)).entries.items():
        node = next((node for pattern, node in known.items() if fits_pattern(address, [pattern])), None)
        if node is None:
            help = suggest(address, [pattern.replace("[]", "") for pattern in known]) if known else None
            message = f"`{workflow.key}` has no approval `{address}`"
            refuse(found, message, mapping.keys[address], UNKNOWN_SCENARIO_NAME, help)
        elif answer := _answer(entry, node, misfit, found):
            answers[address] = answer
    return answers


def _answer(tree: Tree, node: Approval, misfit: Misfit, found: Diagnostics) -> Answer | None:
    fields = read_fields(tree, _ANSWER, "an approval", found)
    decision: Verdict | None = read_key(fields, "decision", _decision, found)
    if decision is None:
        if "decision" not in fields:
            refuse(found, "the approval does not say what the `decision` is", tree.span)
        return None
    _check_data(fields.get("data"), decision, node, misfit, tree, found)
    return Answer(
        decision=decision,
        by=read_key(fields, "by", read_text, found),
        comment=read_key(fields, "comment", read_text, found),
        data=plain(fields["data"]) if "data" in fields else None,
        after=read_key(fields, "after", read_duration, found) or 0,
    )


def _decision(tree: Tree, found: Diagnostics) -> Verdict | None:
    written = read_text(tree, found)
    verdict: Verdict | None = next((one for one in get_args(Verdict) if one == written), None)
    if written is not None and verdict is None:
        why = "to time out, leave the approval out" if written == "timeout" else suggest(written, get_args(Verdict))
        refuse(found, f"`{written}` is not what a human decides", tree.span, help=why)
    return verdict


def _check_data(
    data: Tree | None, decision: str, node: Approval, misfit: Misfit, answer: Tree, found: Diagnostics
) -> None:
    """What a human fills in fits the form, or the platform would not take it (T3)."""
    if node.form is None:
        if data is not None:
            refuse(found, f"`{node.id}` has no form to fill in", data.span, help="leave `data` out")
        return
    value = None if data is None else plain(data)
    if decision == "approved" or value is not None:
        why = misfit(node.form, value)
        if why is not None:
            span = answer.span if data is None else data.span
            refuse(found, f"the data does not fit the form of `{node.id}`: {why}", span)


def read_events(tree: Tree, found: Diagnostics, *, workflow: Workflow) -> tuple[Event, ...]:
    """The events. A payload need not fit: then the step that receives it fails with `InvalidOutput`."""
    return read_list(tree, found, read=partial(_event, known=event_names(workflow)))


def _event(tree: Tree, found: Diagnostics, *, known: tuple[str, ...]) -> Event | None:
    fields = read_fields(tree, _EVENT, "an event", found)
    name, correlate = (read_key(fields, key, read_text, found) for key in ("name", "correlate"))
    for key in ("name", "correlate"):
        if key not in fields:
            refuse(found, f"the event has no `{key}`", tree.span)
    if name is None or correlate is None:
        return None
    if name not in known:
        help = suggest(name, known) if known else None
        refuse(found, f"no step waits for an event `{name}`", fields["name"].span, UNKNOWN_SCENARIO_NAME, help)
    return Event(
        name=name,
        correlate=correlate,
        payload=plain(fields["payload"]) if "payload" in fields else None,
        after=read_key(fields, "after", read_duration, found) or 0,
    )


def read_cancel(tree: Tree, found: Diagnostics) -> int | None:
    """When the run is asked to cancel."""
    fields = read_fields(tree, ("after",), "`cancel`", found)
    if "after" not in fields:
        refuse(found, "`cancel` does not say `after` what time", tree.span, help="write `cancel: {after: 10s}`")
    return read_key(fields, "after", read_duration, found)
