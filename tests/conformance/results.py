"""Which scenarios prove which feature of a target: counted for `wfc targets` and the README.

What is counted is what the interpreter does; every scenario that counts is one that must leave the same journal on the
target's engine (`test_engines.py`), or the build fails.

A scenario proves a feature when its run gets to where the feature is used, and its journal shows it, as far as a
journal can: a retry needs a second attempt, a compensation an undo.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from tests.conformance.corpus import cases
from tests.conformance.known_differences import KNOWN
from tests.conformance.tidy import options_for
from wfc.cli.playing import left_out, refusals
from wfc.cli.results import FILE
from wfc.cli.scenarios import Case
from wfc.feature import Feature
from wfc.ir.features import uses_by_element
from wfc.ir.nodes import Call, Workflow
from wfc.ir.walk import all_nodes, child_of
from wfc.scenario.journal import Journal
from wfc.target import GROUP, Target

Seen = Callable[[Journal], bool]


def _calls(address: str) -> Seen:
    return lambda journal: any(re.search(address, call.address) for call in journal.calls)


def _fails(type: str) -> Seen:
    return lambda journal: type in {journal.error and journal.error.type, *(call.error for call in journal.calls)}


def _retries(journal: Journal) -> bool:
    return any(call.attempt > 1 for call in journal.calls)


def _goes_wrong(journal: Journal) -> bool:
    return "failed" in journal.outcomes.values()


def _is_late(journal: Journal) -> bool:
    return bool(journal.sla_breaches)


SEEN: Mapping[Feature, Seen] = {
    Feature.FAILURE_EDGE: _goes_wrong,
    Feature.ERROR_MATCH: _goes_wrong,
    Feature.RETRY_CONSTANT: _retries,
    Feature.RETRY_EXPONENTIAL: _retries,
    Feature.RETRY_LINEAR: _retries,
    Feature.RETRY_CAP: _retries,
    Feature.RETRY_JITTER: _retries,
    Feature.RETRY_FILTER: _retries,
    Feature.RETRY_LIST: _retries,
    Feature.TIMEOUT: _fails("Timeout"),
    Feature.COMPENSATION: _calls(":undo$"),
    Feature.COMPENSATION_ATTEMPTED: _calls(":undo$"),
    Feature.FOR_EACH_COMPENSATION: _calls(r"\][^/]*:undo$"),
    Feature.SLA_STEP: _is_late,
    Feature.SLA_WORKFLOW: _is_late,
    Feature.SLA_ALERT: _calls(":alert$"),
    Feature.SLA_IN_FLIGHT: _is_late,
    Feature.SLA_ESCALATE: _calls(":alert:"),
    Feature.APPROVAL_REMIND: _calls(":remind$"),
    Feature.DEADLINE: _fails("Deadline"),
    Feature.CANCEL: lambda journal: journal.status == "cancelled",
}


def proven(case: Case, journal: Journal) -> frozenset[Feature]:
    """What a run has shown to work."""
    reached = {re.sub(r"\[\d+\]", "", address) for address in journal.outcomes}
    reached |= {call.address for call in journal.calls}  # for `after_compensation`, which has no outcome
    used = {Feature.CANCEL, *_used(case.workflow, "", reached)}
    return frozenset(feature for feature in used if feature not in SEEN or SEEN[feature](journal))


def _used(workflow: Workflow, run: str, reached: set[str]) -> Iterator[Feature]:
    for element, (feature, _) in uses_by_element(workflow):
        if element == workflow.key or f"{run}{element}" in reached:
            yield feature
    for node in all_nodes(workflow):
        if isinstance(node, Call) and f"{run}{node.id}" in reached:
            yield from _used(child_of(workflow, node), f"{run}{node.id}/", reached)


def is_played(target: Target, case: Case) -> bool:
    """Do the target's tables admit the workflow and the scenario?"""
    return not refusals(target, options_for(target, case), case.workflow) and not left_out(target, case)


def to_pass(target: Target) -> tuple[Case, ...]:
    """The written scenarios that the target plays with no known difference."""
    return tuple(case for case in cases() if (target.name, case.name) not in KNOWN and is_played(target, case))


def counted(proofs: Mapping[str, frozenset[Feature]]) -> dict[str, int]:
    """By feature, in the order of the language: how many of the scenarios prove it."""
    counts = Counter(feature for features in proofs.values() for feature in features)
    return {feature.value: counts[feature] for feature in Feature if counts[feature]}


def record(target: str, results: Mapping[str, int]) -> None:
    """Write the file that `wfc targets` reads."""
    (point,) = entry_points(group=GROUP, name=target)
    source = import_module(point.module).__file__
    assert source is not None
    Path(source).with_name(FILE).write_text(json.dumps(results, indent=2) + "\n", "utf-8")
