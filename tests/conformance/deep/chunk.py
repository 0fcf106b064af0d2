"""One chunk of the deep suite: some examples from one seed, and what hypothesis makes of the first that diverges."""

import time
from dataclasses import dataclass, field

from hypothesis import given, seed, settings

from tests.conformance.deep.coverage import covered
from tests.conformance.deep.player import Played, Player
from tests.conformance.deep.tally import Divergence, Tally
from tests.conformance.generate.examples import SETTINGS, Example, Shelf, examples, words_of
from wfc.cli.scenarios import Case
from wfc.ir.nodes import Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`examples` workflows with up to `scenarios` each; `patience`: seconds for making a divergence smaller."""

    examples: int
    scenarios: int
    patience: float


class Diverged(AssertionError):
    """For hypothesis: this example shows a difference."""


class SmallEnough(BaseException):
    """It has looked for smaller examples for long enough. Not an Exception, which it would take for another failure."""


def play_chunk(player: Player, shelf: Shelf, number: int, size: Size) -> Tally:
    """Play a chunk; the same number is the same chunk."""
    chunk = _Chunk(player=player, shelf=shelf, size=size)
    strategy = examples(shelf.spec, chunk.read, words_of(player.target), size.scenarios)

    @seed(number)
    @settings(SETTINGS, max_examples=size.examples)
    @given(strategy)
    def check(example: Example) -> None:
        chunk.check(example)

    began = time.monotonic()
    try:
        check()
    except (Exception, SmallEnough):
        if chunk.smallest is None:
            raise
        chunk.tally.divergences.append(chunk.smallest)
    chunk.tally.seconds = time.monotonic() - began
    return chunk.tally


@dataclass(slots=True, kw_only=True, repr=False)
class _Chunk:
    player: Player
    shelf: Shelf
    size: Size
    tally: Tally = field(default_factory=Tally)
    smallest: Divergence | None = None
    until: float | None = None
    """When nothing smaller is looked for any more; None before there is a divergence."""
    sound: dict[str, Workflow | None] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def read(self, text: str) -> Workflow | None:
        """The workflow of a spec; hypothesis asks again for some that it has seen, when it makes them smaller."""
        if self.until is None:
            return self.shelf.read(text)
        if text not in self.sound:
            self._check_time()
            self.sound[text] = self.shelf.read(text)
        return self.sound[text]

    def check(self, example: Example) -> None:
        """Raises Diverged."""
        if self.until is None:
            self.tally.workflows += 1
        for case in example.cases:
            if differences := self._differences(example.text, case):
                self._note(Divergence.of(example.text, case, differences))
                raise Diverged

    def _check_time(self) -> None:
        if self.until is not None and time.monotonic() > self.until:
            raise SmallEnough

    def _differences(self, text: str, case: Case) -> tuple[str, ...]:
        key = (text, repr(case.scenario))
        if key not in self.known:
            self._check_time()
            self.known[key] = self._played(text, case)
        return self.known[key]

    def _played(self, text: str, case: Case) -> tuple[str, ...]:
        began = time.monotonic()
        played = self.player.play(case)
        if self.until is None:
            self._count(played, text, case, time.monotonic() - began)
            if played.differences and not self.player.play(case).differences:
                self.tally.unsteady.append(Divergence.of(text, case, played.differences))
                return ()
        return played.differences

    def _count(self, played: Played, text: str, case: Case, seconds: float) -> None:
        if played.expected is None:
            self.tally.refused[played.refused or ""] += 1
            return
        self.tally.pairs += 1
        if played.reason:
            self.tally.explained[played.reason] += 1
        self.tally.coverage.update(covered(case.workflow, played.expected))
        self.tally.add_slow(seconds, text, case)

    def _note(self, found: Divergence) -> None:
        self.until = self.until or time.monotonic() + self.size.patience
        if self.smallest is None or found.size <= self.smallest.size:
            self.smallest = found
