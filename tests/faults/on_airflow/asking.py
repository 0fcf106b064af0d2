"""What the suites ask of a real Airflow, and what is known of each run then."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import final

from tests.faults.invariants import Told
from tests.faults.on_airflow.deployment import Deployment, Play, deployed
from tests.faults.sagas import Death, Strike, saga, with_polls
from tests.support.engines import without
from wfc.cli.scenarios import Case
from wfc.scenario.journal import Call, Json
from wfc.scenario.scale import scale_time
from wfc.target import EngineMissing
from wfc_targets.airflow.trace import journal_of

SCALE = 0.05
"""Time is real, but shorter."""

TIMEOUT = 15
"""Seconds that an attempt really has; many, because a busy machine is slow to begin one."""

POKE = 5
"""Seconds between two polls, at least: Airflow loses a poll that follows too soon on a slow machine (`deaths.RACE`)."""

PATIENCE = 240
"""Seconds without any progress after which what has not ended never will."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A run. `struck`: its fault came to pass; `lost`: the state of each of its tasks when it did not end."""

    case: Case
    strike: Strike | None
    struck: bool
    told: Told
    lost: Json


@contextmanager
def airflow_with(cases: Iterable[Case]) -> Iterator[Deployment]:
    """A real Airflow that has the workflows of these scenarios."""
    workflows = {case.workflow.name: scale_time(case.workflow, SCALE) for case in cases}
    try:
        with deployed(tuple(workflows.values())) as deployment:
            yield deployment
    except EngineMissing as missing:
        without(missing)


def in_time(name: str) -> Case:
    """A scenario of the corpus in which every attempt may take so long, and no poll follows another too soon."""
    case = saga(name, round(TIMEOUT * 1000 / SCALE))
    return replace(case, workflow=with_polls(case.workflow, round(POKE * 1000 / SCALE)))


def play_all(
    airflow: Deployment, plays: Iterable[tuple[Case, Strike | None]], restart_at: int | None = None, times: int = 1
) -> Iterator[Played]:
    """Play them all at once; each is asked for so many `times`."""
    chosen = list(plays)
    asked = [_play(case, strike) for case, strike in chosen]
    answers = airflow.play(asked, patience=PATIENCE, restart_at=restart_at, times=times)
    for (case, strike), answer in zip(chosen, answers, strict=True):
        told = _told(airflow, case, strike, answer)
        yield Played(case=case, strike=strike, struck=answer["struck"], told=told, lost=answer["lost"])


def death_of(strike: Strike) -> Death:
    """A dead process is seen at once, and has ended with neither a value nor an error (S2); one that hangs is cut."""
    return "Crashed" if strike.phase in ("before", "after") else "Timeout"


def _play(case: Case, strike: Strike | None) -> Play:
    scaled = scale_time(case.workflow, SCALE)
    return Play(workflow=scaled, scenario=case.scenario, scale=SCALE, fault="" if strike is None else str(strike))


def _told(airflow: Deployment, case: Case, strike: Strike | None, answer: Json) -> Told:
    journal = None if answer["lost"] else journal_of(case.workflow, airflow.plans, answer)
    if journal and strike:
        journal = replace(journal, calls=tuple(_as_died(call, strike) for call in journal.calls))
    effects = tuple((address, key) for address, key in answer["effects"])
    return Told(journal=journal, effects=effects, at_end=answer["at_end"])


def _as_died(call: Call, strike: Strike) -> Call:
    """The ledger writes `Timeout` for an attempt that is never heard of again; here it is known what became of it."""
    unheard = (call.address, call.attempt, call.error) == (strike.address, strike.attempt, "Timeout")
    return replace(call, error=death_of(strike)) if unheard else call
