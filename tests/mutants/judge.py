"""Judges mutants by the project's own tests, inside of one pytest that has imported everything.

First all tests run once, each watched for the lines of the mutated modules that it executes. Then each mutant gets a
process, forked from the one that has only collected: it runs the tests that come to the changed statement, those first
that are likely to fail, and ends with the first that does.
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, Literal, TypeAlias

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.changes import Changed
from tests.mutants.swap import swap_in
from tests.validation.apart import apart

Verdict: TypeAlias = Literal["killed", "survived", "not reached"]
Lines: TypeAlias = Mapping[str, frozenset[int]]
"""The executed lines by module."""

LONGEST = 20
"""Seconds of the processor that a mutant may take: one that hangs is noticed."""

LONGEST_OF_ALL = 3600
"""The same for the run without a mutant."""

SLOW = 1.0
"""Seconds of a test that is not run for mutants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of a mutant: the test that failed, and how many ran."""

    module: str
    line: int
    change: str
    diff: str
    key: str
    verdict: Verdict
    killer: str = ""
    ran: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A sound run of one test."""

    passed: bool
    seconds: float
    lines: Lines


@dataclass
class Judge:
    """A plugin that runs mutants where pytest would run tests. `say` hears each verdict as it falls."""

    sources: Mapping[str, Path]
    draw: Callable[[], Iterable[Changed]]
    say: Callable[[Judged], None]
    unsound: list[str] = field(default_factory=list)
    _latest: dict[str, str] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Engines and slow tests are for the whole suite."""
        items[:] = [one for one in items if not any(map(one.get_closest_marker, ("engine", "slow")))]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every mutant drawn."""
        factory: Any = session.config._tmp_path_factory  # type: ignore[attr-defined]
        factory.getbasetemp()
        modules = {str(path): one for one, path in self.sources.items()}
        watched, imported = apart(_watch_all, session.items, modules, longest=LONGEST_OF_ALL)
        for name in imported:
            import_module(name)
        self.unsound += [item.nodeid for item, one in zip(session.items, watched, strict=True) if not one.passed]
        gc.collect()
        gc.freeze()
        for mutant in self.draw():
            self.say(self._judged(mutant, session.items, watched))
        return True

    def _judged(self, mutant: Changed, items: Sequence[pytest.Item], watched: Sequence[Watched]) -> Judged:
        order = self._order(mutant, items, watched)
        verdict: Verdict = "survived" if order else "not reached"
        killer, ran, seconds = "", 0, 0.0
        if order:
            began = time.perf_counter()
            try:
                text = self.sources[mutant.module].read_text("utf-8")
                killer, ran = apart(_first_failure, mutant, text, order, longest=LONGEST)
            except EOFError:
                killer = "the process, which it kills"
            seconds = round(time.perf_counter() - began, 3)
        if killer:
            verdict = "killed"
            self._latest[mutant.module] = killer
        return Judged(
            module=mutant.module, line=mutant.line, change=mutant.change, diff=mutant.diff, key=mutant.key,
            verdict=verdict, killer=killer, ran=ran, seconds=seconds,
        )  # fmt: skip

    def _order(self, mutant: Changed, items: Sequence[pytest.Item], watched: Sequence[Watched]) -> list[pytest.Item]:
        """Tests that come to the change: the latest killer, then those that see most of the module in least time."""

        def rank(pair: tuple[pytest.Item, Watched]) -> tuple[bool, float]:
            item, sound = pair
            return item.nodeid != self._latest.get(mutant.module), sound.seconds / len(sound.lines[mutant.module]) ** 2

        reaching = [
            (item, sound)
            for item, sound in zip(items, watched, strict=True)
            if sound.passed and sound.seconds < SLOW and _comes_to(mutant, sound)
        ]
        return [item for item, _ in sorted(reaching, key=rank)]


def _comes_to(mutant: Changed, sound: Watched) -> bool:
    lines = sound.lines.get(mutant.module)
    return lines is not None and not lines.isdisjoint(mutant.lines)


def _watch_all(items: Sequence[pytest.Item], modules: Mapping[str, str]) -> tuple[list[Watched], list[str]]:
    """A sound run of each test; and what they have imported, for those who come later."""
    _be_quiet()
    watched = [_watched(item, modules) for item in items]
    return watched, [name for name in sys.modules if name.startswith(("wfc.", "wfc_targets.", "wfc_templates."))]


def _watched(item: pytest.Item, modules: Mapping[str, str]) -> Watched:
    lines: dict[str, set[int]] = {}

    def on_call(frame: FrameType, event: str, _: Any) -> Any:
        module = modules.get(frame.f_code.co_filename)
        if module is None:
            return None
        here = lines.setdefault(module, set())

        def on_line(frame: FrameType, event: str, _: Any) -> Any:
            here.add(frame.f_lineno)
            return on_line

        return on_line(frame, event, None)

    began = time.process_time()
    sys.settrace(on_call)
    try:
        passed = _passes(item)
    finally:
        sys.settrace(None)
    seen = {module: frozenset(numbers) for module, numbers in lines.items()}
    return Watched(passed=passed, seconds=time.process_time() - began, lines=seen)


def _first_failure(mutant: Changed, text: str, items: Sequence[pytest.Item]) -> tuple[str, int]:
    """The first test that fails, and how many have run until then."""
    _be_quiet()
    swap_in(mutant, text)
    for number, item in enumerate(items, 1):
        if not _passes(item):
            return item.nodeid, number
    return "", len(items)


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
