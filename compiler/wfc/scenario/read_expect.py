"""The `expect` part of a scenario file."""

from collections.abc import Collection
from functools import partial

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
from wfc.ir.nodes import Workflow
from wfc.scenario.addresses import breach_addresses, call_addresses, failure_addresses
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
from wfc.scenario.model import Expect, Given, Json
from wfc.scenario.spelling import fits_pattern
from wfc.scenario.text import Tree, plain
from wfc.source import Span

_EXPECT = ("status", "calls", "inputs", "output", "error", "sla_breaches", "compensation_failed", "duration")
_STATUSES = ("succeeded", "failed", "cancelled")
_FAILURE = ("type", "message", "step")


def read_expect(tree: Tree, found: Diagnostics, *, workflow: Workflow) -> Expect:
    """What must come of the run."""
    fields = read_fields(tree, _EXPECT, "`expect`", found)
    patterns = [role.pattern for role in call_addresses(workflow).values()]
    call = partial(_address, patterns=patterns)
    breach = partial(_address, patterns=breach_addresses(workflow))
    failure = partial(_failure, patterns=failure_addresses(workflow))
    return Expect(
        status=read_key(fields, "status", _status, found),
        calls=read_key(fields, "calls", partial(read_list, read=call), found),
        inputs=read_key(fields, "inputs", partial(_inputs, patterns=patterns), found),
        output=read_key(fields, "output", _given, found),
        error=read_key(fields, "error", failure, found),
        sla_breaches=read_key(fields, "sla_breaches", partial(read_list, read=breach), found),
        compensation_failed=read_key(fields, "compensation_failed", partial(read_list, read=failure), found),
        duration=read_key(fields, "duration", read_duration, found),
    )


def _given(tree: Tree, found: Diagnostics) -> Given:  # noqa: ARG001  (a reader like the others)
    return Given(plain(tree))


def _failure(tree: Tree, found: Diagnostics, *, patterns: Collection[str]) -> dict[str, Json]:
    fields = read_fields(tree, _FAILURE, "a failure", found)
    if "step" in fields and isinstance(plain(fields["step"]), str):
        _address(fields["step"], found, patterns=patterns)
    return {key: plain(value) for key, value in fields.items()}


def _status(tree: Tree, found: Diagnostics) -> str | None:
    status = read_text(tree, found)
    if status is None or status in _STATUSES:
        return status
    refuse(found, f"`{status}` is not a status", tree.span, help=suggest(status, _STATUSES))
    return None


def _address(tree: Tree, found: Diagnostics, *, patterns: Collection[str]) -> str | None:
    written = read_text(tree, found)
    if written is not None:
        _check_address(written, tree.span, patterns, found)
    return written


def _inputs(tree: Tree, found: Diagnostics, *, patterns: Collection[str]) -> dict[str, Json]:
    mapping = read_mapping(tree, found)
    for written, span in mapping.keys.items():
        _check_address(written, span, patterns, found)
    return {address: plain(value) for address, value in mapping.entries.items()}


def _check_address(written: str, span: Span, patterns: Collection[str], found: Diagnostics) -> None:
    if not fits_pattern(written, patterns):
        help = suggest(written, sorted(pattern.replace("[]", "") for pattern in patterns))
        refuse(found, f"the workflow has no address `{written}`", span, UNKNOWN_SCENARIO_NAME, help)
