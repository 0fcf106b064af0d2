"""A faulty emitter is found out before anything is written: the few faults of the quick suite, drawn with a seed."""

import pytest

from tests.support.engines import without
from tests.validation.faults import trials
from tests.validation.mutations import mutants
from tests.validation.trial import CAUGHT
from wfc.runner import engine_python
from wfc.target import EngineMissing, target_names

SEED = 4
FAULTS = 5


@pytest.mark.engine
@pytest.mark.slow
@pytest.mark.parametrize("target", target_names())
def test_faults_in_an_emitter_are_noticed(target: str) -> None:
    try:
        engine_python(target)
    except EngineMissing as missing:
        without(missing)
    tried = list(trials(target, SEED, FAULTS))
    assert sum(trial.verdict in CAUGHT for trial in tried) == FAULTS
    assert [trial for trial in tried if trial.verdict == "missed"] == []


SAMPLE = '''
def order(steps):
    """The latest first."""
    if not steps:
        return []
    return [step for step in reversed(steps) if step.size > 3]
'''


def test_a_mutant_differs_in_one_place() -> None:
    made = {mutant.change.partition(": ")[2]: mutant.source() for mutant in mutants("m", SAMPLE)}
    assert "for step in list(steps)" in made["without reversed"]
    assert "step.size >= 3" in made["another comparison"]
    assert "step.size > 4" in made["one more"]
    assert "if steps:" in made["without not"]
    assert "if step.size" not in made["no filter"]
    assert all('"""The latest first."""' in source for source in made.values())
