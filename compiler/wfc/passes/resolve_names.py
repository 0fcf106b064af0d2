"""Every name that leads somewhere must lead to a step. First of all passes: later ones follow the names.

Reports unknown-step, duplicate-step, bad-step-id and no-steps.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import BAD_STEP_ID, DUPLICATE_STEP, NO_STEPS, UNKNOWN_STEP
from wfc.ir.surface import Choice, CompensationStep, Node, Step, ToStep, Workflow
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
    ids = tuple(node.id for node in (*workflow.steps, *workflow.handlers))
    for name, span, what in _references(workflow):
        if name not in ids:
            found.add(_unknown(name, ids, span, what))
    return workflow


def _check_ids(workflow: Workflow, found: Diagnostics) -> None:
    first: dict[str, Span] = {}
    for node in (*workflow.steps, *workflow.handlers):
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


def _references(workflow: Workflow) -> Iterator[tuple[str, Span, str]]:
    if workflow.entry is not None:
        yield workflow.entry, workflow.span, "`entry`"
    for catch in workflow.defaults.on_failure or ():
        if isinstance(catch.target, ToStep):
            yield catch.target.step, catch.target.span, "`on_failure` of `defaults`"
    for node in (*workflow.steps, *workflow.handlers):
        yield from _references_of(node)


def _references_of(node: Node) -> Iterator[tuple[str, Span, str]]:
    slot = "transitions" if isinstance(node, Choice) else "on_success"
    for arm in (node.transitions if isinstance(node, Choice) else node.on_success) or ():
        if isinstance(arm.target, ToStep):
            yield arm.target.step, arm.target.span, f"`{slot}` of `{node.id}`"
    for catch in node.on_failure or ():
        if isinstance(catch.target, ToStep):
            yield catch.target.step, catch.target.span, f"`on_failure` of `{node.id}`"
    if isinstance(node, Step) and isinstance(node.compensation, CompensationStep):
        yield node.compensation.step, node.compensation.span, f"`compensation` of `{node.id}`"


def _unknown(name: str, ids: tuple[str, ...], at: Span, what: str) -> Diagnostic:
    close = get_close_matches(name, ids, n=1, cutoff=0.5)
    hint = f"did you mean `{close[0]}`? Otherwise add" if close else "add"
    return Diagnostic(
        code=UNKNOWN_STEP,
        message=f"{what} names `{name}`, and no step has that id",
        at=Label(at, "no such step"),
        help=f'{hint} `Step(id="{name}", ...)` to `handlers` or `steps`',
    )
