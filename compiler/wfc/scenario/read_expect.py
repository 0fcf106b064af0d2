"""The `expect` part of a scenario file."""

import re
from collections.abc import Collection
from functools import partial

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
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
from wfc.scenario.text import Tree, plain
from wfc.source import Span

_EXPECT = ("status", "calls", "inputs", "output", "error", "sla_breaches", "compensation_failed", "duration")
_STATUSES = ("succeeded", "failed", "cancelled")
_FAILURE = ("type", "message", "step")
_INDEXES = re.compile(r"\[\d+\]")


def read_expect(tree: Tree, found: Diagnostics, *, addresses: Collection[str]) -> Expect:
    """What must come of the run. `addresses` are those the workflow can call."""
    fields = read_fields(tree, _EXPECT, "`expect`", found)
    call = partial(_address, addresses=addresses)
    breach = partial(_address, addresses=["", *addresses])
    return Expect(
        status=read_key(fields, "status", _status, found),
        calls=read_key(fields, "calls", partial(read_list, read=call), found),
        inputs=read_key(fields, "inputs", partial(_inputs, addresses=addresses), found),
        output=read_key(fields, "output", _given, found),
        error=read_key(fields, "error", _failure, found),
        sla_breaches=read_key(fields, "sla_breaches", partial(read_list, read=breach), found),
        compensation_failed=read_key(fields, "compensation_failed", partial(read_list, read=_failure), found),
        duration=read_key(fields, "duration", read_duration, found),
    )


def _given(tree: Tree, found: Diagnostics) -> Given:  # noqa: ARG001  (a reader like the others)
    return Given(plain(tree))


def _failure(tree: Tree, found: Diagnostics) -> dict[str, Json]:
    return {key: plain(value) for key, value in read_fields(tree, _FAILURE, "a failure", found).items()}


def _status(tree: Tree, found: Diagnostics) -> str | None:
    status = read_text(tree, found)
    if status is None or status in _STATUSES:
        return status
    refuse(found, f"`{status}` is not a status", tree.span, help=suggest(status, _STATUSES))
    return None


def _address(tree: Tree, found: Diagnostics, *, addresses: Collection[str]) -> str | None:
    written = read_text(tree, found)
    if written is not None:
        _check_address(written, tree.span, addresses, found)
    return written


def _inputs(tree: Tree, found: Diagnostics, *, addresses: Collection[str]) -> dict[str, Json]:
    mapping = read_mapping(tree, found)
    for written, span in mapping.keys.items():
        _check_address(written, span, addresses, found)
    return {address: plain(value) for address, value in mapping.entries.items()}


def _check_address(written: str, span: Span, addresses: Collection[str], found: Diagnostics) -> None:
    if _INDEXES.sub("", written) not in addresses:
        help = suggest(written, list(addresses))
        refuse(found, f"the workflow has no address `{written}`", span, UNKNOWN_SCENARIO_NAME, help)
