"""Every name that leads somewhere must lead to a step. First of all passes: later ones follow the names.

Reports unknown-step, duplicate-step, bad-step-id and no-steps.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import final

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_STEP_ID, DUPLICATE_STEP, NO_STEPS, UNKNOWN_STEP
from wfc.diagnostics.fix import rename_text
from wfc.ir.surface import Call, CompensationStep, Node, Step, ToStep, Workflow
from wfc.ir.written import after_compensation, all_nodes, blocks_of, written_targets
from wfc.source import Span

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_ID = 64


def resolve_names(workflow: Workflow, found: Diagnostics) -> Workflow:
    """Check the ids of steps and every reference to one; the workflow itself is unchanged."""
    if not workflow.steps:
        help = "list at least one step in `steps`"
        found.add(
            Diagnostic(code=NO_STEPS, message=f"`{workflow.key}` has no steps", at=Label(workflow.span), help=help)
        )
    _check_ids(workflow, found)
    lists = {node.id: around for node, around in _placed((*workflow.steps, *workflow.handlers), "")}
    for reference in _references(workflow):
        around = lists.get(reference.step)
        if around is None:
            found.add(_unknown(reference, lists))
        elif around != reference.place:
            found.add(_elsewhere(reference, around))
    return workflow


@final
@dataclass(frozen=True, slots=True)
class _Reference:
    """A name of a step, in the slot `what` of a node in the list `place`: the workflow's own (""), or the branch or
    body so described.
    """

    step: str
    span: Span
    what: str
    place: str = ""


def _placed(nodes: tuple[Node, ...], place: str) -> Iterator[tuple[Node, str]]:
    for node in nodes:
        yield node, place
        for block in blocks_of(node):
            inner = f"the branch `{block.name}` of `{node.id}`" if block.name else f"the body of `{node.id}`"
            yield from _placed(block.steps, inner)


def _check_ids(workflow: Workflow, found: Diagnostics) -> None:
    first: dict[str, Span] = {}
    for node in (*all_nodes(workflow), *after_compensation(workflow)):
        if not ID.fullmatch(node.id) or len(node.id) > LONGEST_ID:
            help = (
                f"use lower-case words joined by single hyphens, at most {LONGEST_ID} characters,"
                " such as `charge-payment`"
            )
            found.add(
                Diagnostic(code=BAD_STEP_ID, message=f"`{node.id}` is not a step id", at=Label(node.id_span), help=help)
            )
        if node.id in first:
            message = f"two steps have the id `{node.id}`"
            related = (Label(first[node.id], "the first one"),)
            help = "give each step of a workflow an id of its own"
            found.add(
                Diagnostic(code=DUPLICATE_STEP, message=message, at=Label(node.id_span), related=related, help=help)
            )
        first.setdefault(node.id, node.id_span)


def _references(workflow: Workflow) -> Iterator[_Reference]:
    if workflow.entry is not None:
        yield _Reference(workflow.entry, workflow.span, "`entry`")
    for catch in workflow.defaults.on_failure or ():
        if isinstance(catch.target, ToStep):
            yield _Reference(catch.target.step, catch.target.span, "`on_failure` of `defaults`")
    for node, place in _placed((*workflow.steps, *workflow.handlers), ""):
        for slot, target in written_targets(node):
            if isinstance(target, ToStep):
                yield _Reference(target.step, target.span, f"`{slot}` of `{node.id}`", place)
        if isinstance(node, Step | Call) and isinstance(node.compensation, CompensationStep):
            yield _Reference(node.compensation.step, node.compensation.span, f"`compensation` of `{node.id}`")


def _unknown(reference: _Reference, lists: Mapping[str, str]) -> Diagnostic:
    name = reference.step
    close = get_close_matches(name, lists, n=1, cutoff=0.5)
    in_reach = [id for id, place in lists.items() if place == reference.place]
    hint = f"did you mean `{close[0]}`? Otherwise add" if close else "add"
    where = "the same list" if reference.place else "`handlers` or `steps`"
    return Diagnostic(
        code=UNKNOWN_STEP,
        message=f"{reference.what} names `{name}`, and no step has that id",
        at=Label(reference.span, "no such step"),
        help=f'{hint} `Step(id="{name}", ...)` to {where}',
        fix=rename_text(reference.span, name, in_reach),
    )


def _elsewhere(reference: _Reference, around: str) -> Diagnostic:
    there = around or "the workflow's own list"
    out = (
        "end it with SUCCEED, FAIL or Fail(...), and go on behind the join" if reference.place else "name a step there"
    )
    return Diagnostic(
        code=UNKNOWN_STEP,
        message=f"{reference.what} leads out of its list: `{reference.step}` stands in {there}",
        at=Label(reference.span, "a transition stays in its branch, body or workflow"),
        help=out,
    )
