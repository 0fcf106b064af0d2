"""What targets claim is proven, and counted: the numbers that `wfc targets` and the README show.

`WFC_BLESS=1` counts anew.
"""

import os

import pytest

from tests.conformance.results import counted, proven, record, to_pass
from wfc.cli.results import recorded_results
from wfc.feature import Feature
from wfc.interpret.run import interpret
from wfc.target import Degraded, Lowered, Native, load_target, target_names


@pytest.mark.parametrize("name", target_names())
def test_the_record_is_of_this_corpus(name: str) -> None:
    passing = to_pass(load_target(name))
    counts = counted({case.name: proven(case, interpret(case.workflow, case.scenario).journal) for case in passing})
    if os.environ.get("WFC_BLESS"):
        record(name, counts)
    assert recorded_results(name) == counts


UNPROVEN: dict[tuple[str, Feature], str] = {}
"""Claims that no scenario can prove, and why."""


@pytest.mark.parametrize("name", target_names())
def test_no_claim_is_without_a_scenario(name: str) -> None:
    support, results = load_target(name).support, recorded_results(name)
    claimed = {feature for feature, row in support.items() if isinstance(row, Native | Lowered | Degraded)}
    assert claimed - {feature for target, feature in UNPROVEN if target == name} == {Feature(one) for one in results}
