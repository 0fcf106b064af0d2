"""Random specs that pass the checks, played: on the interpreter, and on the engines of targets that are asked for."""

import re
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, seed, settings

from tests.conformance.deep.player import Player
from tests.conformance.generate.examples import SETTINGS, Example, Shelf, examples
from tests.conformance.generate.lane import Words
from tests.soundness.blame import faults, outgrown
from wfc.cli.reading import Read, read_specs
from wfc.diagnostics import Severity
from wfc.diagnostics.catalogue import MAY_RAISE
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.journal import Journal

ROUNDS = 5


@dataclass(slots=True, kw_only=True)
class Sound:
    """What came of it: `unsound` are faults of specs that passed, with the spec; `refused` specs did not pass,
    `guarded` ones only behind tests of what they read."""

    specs: int = 0
    runs: int = 0
    guarded: int = 0
    refused: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    unsound: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Passing(Shelf):
    """Reads what passes: no error, and no lambda that may raise. Where one may, every such read is guarded.

    What may raise where an edge handles it passes as it is.
    """

    guarded: int = 0
    refused: int = 0

    def read(self, text: str) -> Workflow | None:
        """The last workflow of a spec that passes."""
        self.spec.write_text(text, "utf-8")
        read = read_specs([self.spec], self.folder)
        if _may_raise(read):
            self.spec.write_text(with_guards(text), "utf-8")
            read = read_specs([self.spec], self.folder)
            self.guarded += 1
        if _may_raise(read) or any(found.severity is Severity.ERROR for found in read.findings):
            self.refused += 1
            return None
        return read.workflows[self.spec][-1]


def _may_raise(read: Read) -> bool:
    return any(found.code is MAY_RAISE for found in read.findings)


_FIRST = re.compile(r"""((?:input|steps\[[^]]+\]\.output|steps\.get\([^)]+\)\.output)\.(?:items|tags))\[0\]""")


def with_guards(text: str) -> str:
    """The spec with a test before every first item that it reads."""
    return _FIRST.sub(r"(\1[0] if \1 else 'none')", text)


def play_sound(
    shelf: Passing, words: Words, specs: int, scenarios: int, number: int, player: Player | None = None
) -> Sound:
    """Play so many specs with up to so many scenarios each; the same number is the same specs."""
    found = Sound()
    for again in range(ROUNDS):  # some drawn specs have nothing to play; others take their place
        if found.specs < specs:
            _play_some(shelf, words, specs - found.specs, scenarios, number + again * 1_000_003, found, player)
    found.guarded, found.refused = shelf.guarded, shelf.refused
    return found


def _play_some(
    shelf: Passing, words: Words, most: int, scenarios: int, number: int, found: Sound, player: Player | None
) -> None:
    @seed(number)
    @settings(SETTINGS, max_examples=most)
    @given(examples(shelf.spec, shelf.read, words, scenarios))
    def run(example: Example) -> None:
        _play(example, found, player)

    run()


def _play(example: Example, found: Sound, player: Player | None) -> None:
    if not example.cases:
        return
    played = False
    for case in example.cases:
        wrong = faults(case.workflow, interpreted := interpret(case.workflow, case.scenario))
        if player is not None:
            there = player.play(case)
            if there.refused:
                continue
            if there.differences:
                there = player.play(case)  # on a busy machine a promise is broken that is not; nobody breaks it twice
            wrong += [*there.differences, *(outgrown(there.expected) if there.expected else ())]
        played = True
        found.runs += 1
        found.ended[_end(interpreted.journal)] += 1
        found.unsound += [(one, example.text) for one in wrong]
    found.specs += played


def _end(journal: Journal) -> str:
    if journal.error is None:
        return journal.status
    return f"{journal.error.type} of the run" if journal.error.step is None else journal.error.type
