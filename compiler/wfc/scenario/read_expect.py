"""The `expect` part of a scenario file."""

import re
from collections.abc import Collection

from wfc.diagnostics import Diagnostics
from wfc.diagnostics.catalogue import UNKNOWN_SCENARIO_NAME
from wfc.scenario.fields import read_duration, read_fields, read_list, read_mapping, read_text, refuse, suggest
from wfc.scenario.model import Expect, Given, Json
from wfc.scenario.text import Tree, plain

_EXPECT = ("status", "calls", "inputs", "output", "error", "sla_breaches", "compensation_failed", "duration")
_STATUSES = ("succeeded", "failed", "cancelled")
_FAILURE = ("type", "message", "step")
_INDEXES = re.compile(r"\[\d+\]")


def read_expect(tree: Tree, addresses: Collection[str], found: Diagnostics) -> Expect:
    """What must come of the run. `addresses` are those the workflow can call."""
    fields = read_fields(tree, _EXPECT, "`expect`", found)

    def address(item: Tree, found: Diagnostics) -> str | None:
        return _address(item, addresses, found)

    def breach(item: Tree, found: Diagnostics) -> str | None:
        return _address(item, ["", *addresses], found)

    def failure(item: Tree, found: Diagnostics) -> Json:
        return {key: plain(value) for key, value in read_fields(item, _FAILURE, "a failure", found).items()}

    return Expect(
        status=_status(fields["status"], found) if "status" in fields else None,
        calls=read_list(fields["calls"], address, found) if "calls" in fields else None,
        inputs=_inputs(fields["inputs"], addresses, found) if "inputs" in fields else None,
        output=Given(plain(fields["output"])) if "output" in fields else None,
        error=failure(fields["error"], found) if "error" in fields else None,
        sla_breaches=read_list(fields["sla_breaches"], breach, found) if "sla_breaches" in fields else None,
        compensation_failed=(
            read_list(fields["compensation_failed"], failure, found) if "compensation_failed" in fields else None
        ),
        duration=read_duration(fields["duration"], found) if "duration" in fields else None,
    )


def _status(tree: Tree, found: Diagnostics) -> str | None:
    status = read_text(tree, found)
    if status is None or status in _STATUSES:
        return status
    refuse(found, f"`{status}` is not a status", tree.span, help=suggest(status, _STATUSES))
    return None


def _address(tree: Tree, addresses: Collection[str], found: Diagnostics) -> str | None:
    written = read_text(tree, found)
    if written is not None and _INDEXES.sub("", written) not in addresses:
        help = suggest(written, list(addresses))
        refuse(found, f"the workflow has no address `{written}`", tree.span, UNKNOWN_SCENARIO_NAME, help)
        return None
    return written


def _inputs(tree: Tree, addresses: Collection[str], found: Diagnostics) -> dict[str, Json] | None:
    mapping = read_mapping(tree, found)
    if mapping is None:
        return None
    for written, span in mapping.keys.items():
        if _INDEXES.sub("", written) not in addresses:
            help = suggest(written, list(addresses))
            refuse(found, f"the workflow has no address `{written}`", span, UNKNOWN_SCENARIO_NAME, help)
    return {address: plain(value) for address, value in mapping.entries.items()}
