"""The compiler's side of the faults on Temporal: what the player is asked, and what is known of each run then."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import final
from uuid import uuid4

import wfc
import wfc_targets
from tests.conformance.corpus import ROOT
from tests.faults.invariants import Told, breaches
from tests.faults.results import record
from tests.faults.sagas import Strike, expected, saga
from tests.support.engines import without
from wfc.cli.scenarios import Case
from wfc.driver import compile_with_children
from wfc.runner import Runner
from wfc.scenario.journal import Json
from wfc.scenario.scale import scale_time
from wfc.target import EngineMissing, Job, default_options
from wfc_targets.temporal import TARGET
from wfc_targets.temporal.engine.client import question
from wfc_targets.temporal.trace import read_trace

SCALE = 0.03
"""Time is real on the dev server, but shorter."""

_DEATHS = ("before", "after")
MANY = 100
"""Attempts at once in a process. Where it is to die it makes one, so that it takes nothing else with it."""

_SCRIPT = Path(__file__).with_name("player.py")
_SOURCES = (ROOT, *(Path(one.__path__[0]).parent for one in (wfc, wfc_targets)))
# TEMPORAL_DEBUG: a workflow task that takes long on a busy machine is no deadlock.
_VARIABLES = {"PYTHONPATH": os.pathsep.join(map(str, _SOURCES)), "TEMPORAL_DEBUG": "1"}


Plays = Sequence[tuple[Case, Strike | None]]
"""Of one workflow, one after another."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A run, with the fault that was meant for it. `struck`: it came to pass."""

    case: Case
    strike: Strike | None
    struck: bool
    told: Told

    @property
    def name(self) -> str:
        """`order_saga/no_carrier: before charge 1`."""
        return f"{self.case.name}: {self.strike}"


@contextmanager
def playing() -> Iterator[Runner]:
    """A player with its server."""
    try:
        runner = Runner("temporal", _SCRIPT, _VARIABLES)
    except EngineMissing as missing:
        without(missing)
    with runner:
        yield runner


def in_time(name: str, seconds: float) -> Case:
    """A saga whose attempts may take so many real seconds."""
    return saga(name, round(seconds * 1000 / SCALE))


def strike_all(runner: Runner, crews: Sequence[Plays]) -> Iterator[Played]:
    """Each crew has its own plays, one after another."""
    return _ask(runner, crews, "nothing")


def strike_while_the_server_restarts(runner: Runner, crews: Sequence[Plays]) -> Iterator[Played]:
    """Each crew has one play; once all have been struck, the server goes and comes again."""
    return _ask(runner, crews, "restart")


def _ask(runner: Runner, crews: Sequence[Plays], meanwhile: str) -> Iterator[Played]:
    busy = [plays for plays in crews if plays]
    answers = runner.ask({"crews": [_question(plays) for plays in busy], "meanwhile": meanwhile})
    for plays, told in zip(busy, answers, strict=True):
        for (case, strike), one in zip(plays, told, strict=True):
            yield Played(case=case, strike=strike, struck=one["struck"], told=_told(one))


def broken(suite: str, played: Iterable[Played]) -> dict[str, list[str]]:
    """By run, the promises that it has not kept; written down as well."""
    found = {one.name: list(_broken(one)) for one in played}
    record("temporal", suite, found)
    return {name: breaks for name, breaks in found.items() if breaks}


def _broken(one: Played) -> Iterator[str]:
    if one.strike is None or not one.struck:
        yield "it was not struck"
        return
    for breach in breaches(one.case.workflow, expected(one.case, one.strike, "Timeout"), one.told):
        yield f"{breach.kind}: {breach.text}"


def _question(plays: Plays) -> Json:
    """What a crew is told; a workflow is built once."""
    case = plays[0][0]
    scaled = scale_time(case.workflow, SCALE)
    roots = (str(case.spec.resolve().parent),)
    files = compile_with_children(scaled, TARGET, default_options(TARGET)).files
    crew: Json = {"at_once": 1 if all(strike and strike.phase in _DEATHS for _, strike in plays) else MANY, "plays": []}
    for case, strike in plays:
        job = question(Job(workflow=scaled, files=files, scenario=case.scenario, roots=roots, time_scale=SCALE))
        crew |= {name: job[name] for name in ("packages", "files", "roots")}
        play = {name: job[name] for name in ("cast", "arguments")}
        crew["plays"].append(play | {"fault": str(strike or ""), "run": f"{scaled.name}-{uuid4()}"})
    return crew


def _told(one: Json) -> Told:
    journal = read_trace(one) if one["runs"] else None
    return Told(journal=journal, effects=tuple(map(tuple, one["effects"])), at_end=one["at_end"])
