"""Plays pairs on one target's engine: what the generated code does, against what the interpreter does."""

from dataclasses import dataclass, field

from tests.conformance.known_differences import may_differ
from wfc.cli.playing import Built, build_for, left_out, play_built, refusals
from wfc.cli.scenarios import Case
from wfc.interpret.run import interpret
from wfc.ir.nodes import Workflow
from wfc.scenario.compare import differences
from wfc.scenario.journal import Journal
from wfc.target import Engine, Options, Target, default_options


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a pair: `differences` that count, or `reason` why they do not, or `refused` by the target."""

    expected: Journal | None = None
    differences: tuple[str, ...] = ()
    reason: str | None = None
    refused: str | None = None


@dataclass(slots=True, kw_only=True)
class Player:
    """A target and its engine, started. What was built last is kept for the next scenario of the same workflow."""

    target: Target
    engine: Engine
    options: Options
    _last: tuple[Workflow, Built] | None = field(default=None, init=False)

    def play(self, case: Case) -> Played:
        """One pair."""
        if refused := refusals(self.target, self.options, case.workflow):
            return Played(refused=refused[0].code.name)
        if why := left_out(self.target, case):
            return Played(refused=why)
        expected = interpret(case.workflow, case.scenario).journal
        found = self._differences(case, expected)
        reason = may_differ(self.target.name, case, expected) if found else None
        return Played(expected=expected, differences=() if reason else found, reason=reason)

    def _differences(self, case: Case, expected: Journal) -> tuple[str, ...]:
        try:
            journal = play_built(self.engine, self._built(case.workflow), case)
        except Exception as error:  # noqa: BLE001 - whatever breaks while building or playing is found, not ours to raise
            return (f"{type(error).__name__}: {str(error)[-2000:]}",)
        return differences(expected, journal, case.workflow)

    def _built(self, workflow: Workflow) -> Built:
        if self._last is None or self._last[0] is not workflow:
            self._last = workflow, build_for(self.target, self.engine, self.options, workflow)
        return self._last[1]


def exact_options(target: Target) -> Options:
    """The options under which a target keeps the semantics to the letter."""
    exact = {name: option.exact for name, option in target.options.items() if option.exact is not None}
    return default_options(target) | exact
