"""One chunk of the deep suite: some examples from one seed, and the first that diverges made smaller."""

import time
from dataclasses import dataclass, field, replace

from hypothesis import given, seed, settings

from tests.conformance.deep.coverage import covered
from tests.conformance.deep.player import Played, Player
from tests.conformance.deep.smaller import Pair, make_smaller
from tests.conformance.deep.tally import Divergence, Tally
from tests.conformance.generate.examples import SETTINGS, Example, Shelf, examples, words_of
from tests.conformance.generate.scenarios import fillable
from tests.conformance.steady import is_steady
from wfc.cli.scenarios import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`examples` workflows with up to `scenarios` each."""

    examples: int
    scenarios: int


PATIENCE = 60
"""Seconds for making a divergence smaller, whatever the engine: the rest of the time is for finding others."""


class SmallEnough(Exception):
    """It has been made smaller for long enough."""


def play_chunk(player: Player, shelf: Shelf, number: int, size: Size) -> Tally:
    """Play a chunk; the same number is the same chunk."""
    chunk = _Chunk(player=player, shelf=shelf, size=size)

    @seed(number)
    @settings(SETTINGS, max_examples=size.examples)
    @given(examples(shelf.spec, shelf.read, words_of(player.target), size.scenarios))
    def check(example: Example) -> None:
        chunk.play(example)

    began = time.monotonic()
    check()
    chunk.tally.seconds = time.monotonic() - began
    return chunk.tally


@dataclass(slots=True, kw_only=True, repr=False)
class _Chunk:
    player: Player
    shelf: Shelf
    size: Size
    tally: Tally = field(default_factory=Tally)

    def play(self, example: Example) -> None:
        """All scenarios of an example, up to the first that diverges: the next ones would say the same."""
        self.tally.workflows += 1
        for case in example.cases:
            began = time.monotonic()
            played = self.player.play(case)
            self._count(played, example.text, case, time.monotonic() - began)
            if played.differences:
                self._tell(Pair(example.text, case.scenario), case, played.differences)
                return

    def _count(self, played: Played, text: str, case: Case, seconds: float) -> None:
        if played.expected is None:
            self.tally.refused[played.refused or ""] += 1
            return
        self.tally.pairs += 1
        if played.reason:
            self.tally.explained[played.reason] += 1
        self.tally.coverage.update(covered(case.workflow, played.expected))
        self.tally.add_slow(seconds, text, case)

    def _tell(self, pair: Pair, case: Case, differences: tuple[str, ...]) -> None:
        """Keep a divergence. The first of each kind is made smaller: what comes after it is often the same."""
        if not self.player.play(case).differences:
            self.tally.unsteady.append(Divergence.of(pair.text, case, differences))
            return
        found = Divergence.of(pair.text, case, differences)
        is_new = all(_kind(one.differences) != _kind(differences) for one in self.tally.divergences)
        self.tally.divergences.append(self._smaller(pair, found) if is_new else found)

    def _smaller(self, pair: Pair, found: Divergence) -> Divergence:
        smallest, end = found, time.monotonic() + PATIENCE

        def differs(candidate: Pair) -> bool:
            nonlocal smallest
            if time.monotonic() > end:
                raise SmallEnough
            case = self._case(candidate)
            differences = self.player.play(case).differences if case and is_steady(case) else ()
            if not differences or _kind(differences) != _kind(found.differences):
                return False
            smallest = Divergence.of(candidate.text, case, differences)
            return True

        try:
            make_smaller(pair, differs)
        except SmallEnough:
            return smallest
        return replace(smallest, is_smallest=True)

    def _case(self, pair: Pair) -> Case | None:
        workflow = self.shelf.read(pair.text)
        return workflow and Case(spec=self.shelf.spec, workflow=workflow, scenario=fillable(workflow, pair.scenario))


def _kind(differences: tuple[str, ...]) -> str:
    """What it is that differs: `status`, `call missing`, the exception."""
    return differences[0].partition(":")[0]
