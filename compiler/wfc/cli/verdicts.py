"""Play scenarios and say of each what is not as it should be."""

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import ndiff
from typing import final

import click

from wfc.cli.playing import judge_case, left_out, play_on, refusals
from wfc.cli.scenarios import Case
from wfc.cli.timeline import shorten
from wfc.diagnostics.render_full import render_concise
from wfc.interpret.run import Interpreted, interpret
from wfc.interpret.unscripted import unscripted_outputs
from wfc.scenario.compare import differences
from wfc.scenario.journal import Json
from wfc.scenario.judge import Mismatch
from wfc.target import Engine, EngineMissing, Options, Target


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a scenario went. `complaints` are lines for people, none when all is well; `run` is the interpreter's.

    `left_out`: why the target cannot play it, which is no complaint.
    """

    case: Case
    complaints: tuple[str, ...]
    seconds: float
    run: Interpreted
    left_out: str | None = None


def interpret_cases(cases: Iterable[Case]) -> Iterator[Verdict]:
    """Each case on the reference interpreter."""
    for case in cases:
        began = time.perf_counter()
        run = interpret(case.workflow, case.scenario)
        missing = unscripted_outputs(case.workflow, run)
        complaints = [f"`{address}` is called without a script, but a lambda reads its output" for address in missing]
        complaints += [f"`{address}` waits for ever: the scenario says nothing that ends it" for address in run.stuck]
        complaints += [line for mismatch in judge_case(case, run.journal) for line in show(mismatch)]
        yield Verdict(case=case, complaints=tuple(complaints), seconds=time.perf_counter() - began, run=run)


def play_cases(target: Target, options: Options, cases: Iterable[Case]) -> Iterator[Verdict]:
    """Each case on the target's engine; it must also do what the interpreter does. First those that it refuses."""
    playable: list[Case] = []
    for case in cases:
        refused = tuple(map(render_concise, refusals(target, options, case.workflow)))
        gap = None if refused else left_out(target, case)
        if refused or gap:
            run = interpret(case.workflow, case.scenario)
            yield Verdict(case=case, complaints=refused, seconds=0.0, run=run, left_out=gap)
        else:
            playable.append(case)
    if playable:
        with started(target) as engine:
            yield from (_play(target, engine, options, case) for case in playable)


def _play(target: Target, engine: Engine, options: Options, case: Case) -> Verdict:
    """The journal must be the interpreter's, and that as the scenario expects."""
    began = time.perf_counter()
    journal = play_on(target, engine, options, case)
    [by_the_book] = interpret_cases([case])
    unlike = differences(by_the_book.run.journal, journal, case.workflow)
    if journal.status == "failed" and journal.error is None and not by_the_book.run.stuck:
        unlike = (f"it waits for ever on {target.name}", *unlike)
    complaints = (*by_the_book.complaints, *(f"unlike the interpreter: {line}" for line in unlike))
    return replace(by_the_book, complaints=complaints, seconds=time.perf_counter() - began)


class NoEngine(click.ClickException):
    """The engine asked for is not installed."""

    exit_code = 2


@contextmanager
def started(target: Target) -> Generator[Engine]:
    """The target's engine, running. Raises NoEngine."""
    try:
        with target.engine() as engine:
            yield engine
    except EngineMissing as missing:
        raise NoEngine(str(missing)) from None


def show(mismatch: Mismatch) -> Iterator[str]:
    """A mismatch as lines: on one where that is readable, else as a diff of what was expected (-) and what came (+)."""
    expected, actual = _lines(mismatch.expected), _lines(mismatch.actual)
    if type(mismatch.expected) is not type(mismatch.actual) or max(len(expected), len(actual)) <= 1:
        yield f"{mismatch.about}: expected {shorten(mismatch.expected)}, got {shorten(mismatch.actual)}"
        return
    yield f"{mismatch.about}:"
    for line in ndiff(expected, actual):
        if not line.startswith("?"):
            yield f"  {line}"


def _lines(value: Json) -> list[str]:
    match value:
        case list():
            return [shorten(item).strip('"') for item in value]
        case dict():
            return [f"{key}: {shorten(item)}" for key, item in value.items()]
        case _:
            return [shorten(value)]
