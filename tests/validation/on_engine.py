"""The judge of faults that nobody has noticed: is what was emitted wrong, or only written in another way?

The faulty code plays the scenarios of the workflows it was changed for, on the real engine.
"""

from collections.abc import Iterator
from itertools import islice

from tests.conformance.corpus import cases
from tests.conformance.known_differences import KNOWN, may_differ
from tests.conformance.results import is_played
from tests.conformance.tidy import options_for
from tests.validation.apart import apart, install
from tests.validation.mutations import Mutant
from tests.validation.trial import Trial, Verdict
from wfc.cli.playing import play_on
from wfc.cli.scenarios import Case
from wfc.driver import MisbuiltOutput
from wfc.interpret.run import interpret
from wfc.scenario.compare import differences
from wfc.target import Engine, Target, load_target

SCENARIOS = 12
"""So many are played for a fault, of several workflows."""


def judged(target: str, mutant: Mutant, trial: Trial) -> Trial:
    """A fault that was missed, or one that no journal shows."""
    try:
        verdict, what = apart(_played, target, mutant, trial.changed)
    except EOFError:
        verdict, what = "missed", "the engine does not come to an end"
    return Trial(change=trial.change, verdict=verdict, what=what, changed=trial.changed)


def _played(target: str, mutant: Mutant, changed: tuple[str, ...]) -> tuple[Verdict, str]:
    install(mutant)
    loaded = load_target(target)
    with loaded.engine() as engine:
        for case in islice(_scenarios(loaded, changed), SCENARIOS):
            verdict, what = _told(loaded, engine, case)
            if verdict != "same journals":
                return verdict, f"{case.name}: {what}"
    return "same journals", ""


def _scenarios(target: Target, changed: tuple[str, ...]) -> Iterator[Case]:
    """Of every workflow that was changed its first scenario, then the second ones, and so on."""
    playable = [one for one in cases() if (target.name, one.name) not in KNOWN and is_played(target, one)]
    rows = [[one for one in playable if one.workflow.name == name] for name in changed]
    for number in range(max(map(len, rows), default=0)):
        yield from (row[number] for row in rows if number < len(row))


def _told(target: Target, engine: Engine, case: Case) -> tuple[Verdict, str]:
    expected = interpret(case.workflow, case.scenario).journal
    try:
        journal = play_on(target, engine, options_for(target, case), case)
    except MisbuiltOutput as error:
        return "validation", str(error)
    except Exception as error:  # noqa: BLE001 - whatever the engine says of it
        return "missed", repr(error)[-300:]
    found = differences(expected, journal, case.workflow)
    if not found or may_differ(target.name, case, expected):
        return "same journals", ""
    return "missed", found[0]
