"""Which call or node stands behind a state: from names in a machine to addresses of the spec, for readers of histories.

In a Map the indexes are fields of every state's input, whether its elements are worked on or undone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from wfc.ir.nodes import Approval, Workflow
from wfc.ir.walk import all_nodes, places
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.check import scopes_in
from wfc_targets.stepfunctions.frames import Frame, index_fields

Site: TypeAlias = tuple[str, tuple[str, ...], str]
"""What an address begins with, the fields of the input that hold its indexes, what it ends with."""


def node_sites(workflow: Workflow) -> dict[str, Site]:
    """The address of every node, by its id."""
    around = places(workflow)
    return {node.id: (node.id, index_fields(Frame(around=around[node.id])), "") for node in all_nodes(workflow)}


def call_sites(workflow: Workflow, definition: Mapping[str, Any]) -> dict[str, Site]:
    """The addresses of the calls that the states of a machine make."""
    nodes = node_sites(workflow)
    notified = {node.id for node in all_nodes(workflow) if isinstance(node, Approval)}
    return {state: _site(state, nodes, notified) for state in _states(definition)}


def address_at(site: Site, given: Mapping[str, Any]) -> str:
    """The address at a site, with the indexes that a state's input has."""
    before, fields, after = site
    return before + "".join(f"[{given[field]}]" for field in fields) + after


def _states(scope: Mapping[str, Any]) -> Iterator[str]:
    for name, state in scope["States"].items():
        yield name
        for inner in scopes_in(state):
            yield from _states(inner)


def _site(state: str, nodes: Mapping[str, Site], notified: set[str]) -> Site:
    if state in nodes:
        before, fields, _ = nodes[state]
        return before, fields, ":notify" if state in notified else ""
    if state in {names.ALERT, names.ALERT_FAILURE}:
        return "", (), ":alert"
    kind, _, rest = state.partition(" ")
    node, role = {
        "undo": (rest, ":undo"),
        "alert": (rest.partition(",")[0], ":alert"),
        "remind": (rest, ":remind"),
        "decision": (node_of(state), ""),
    }.get(kind, (state, ""))
    before, fields, _ = nodes.get(node, (node, (), ""))
    return before, fields, role


def node_of(state: str) -> str:
    """The node that a state belongs to, itself or what an approval consists of besides."""
    return state.removeprefix("decision on ").removesuffix(" cut off?").removesuffix(" after all")
