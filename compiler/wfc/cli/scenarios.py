"""Find and read the scenarios of specs: for `specs/flow.py` the files `specs/scenarios/flow/*.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import final

from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import SCENARIO_NOT_READ
from wfc.frontend.sources import display_name
from wfc.interpret.boundary import Misfit, cross_run
from wfc.ir.nodes import Workflow
from wfc.ir.types import Type
from wfc.scenario.choose import choose_workflow
from wfc.scenario.model import Json, Scenario
from wfc.scenario.read import read_scenario
from wfc.source import Span


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario of a spec and the workflow it is about."""

    spec: Path
    workflow: Workflow
    scenario: Scenario

    @property
    def name(self) -> str:
        """`payment_flow/paid`."""
        return f"{self.spec.stem}/{self.scenario.name}"


@final
@dataclass(frozen=True, slots=True)
class ReadCases:
    """The scenarios that can be played, what is wrong with the others, and the text findings point into."""

    cases: tuple[Case, ...]
    findings: tuple[Diagnostic, ...]
    texts: dict[str, tuple[str, ...]]


def scenario_files(spec: Path) -> list[Path]:
    """The scenario files that belong to a spec file."""
    return sorted((spec.parent / "scenarios" / spec.stem).glob("*.yaml"))


def read_cases(spec: Path, files: Sequence[Path], workflows: Sequence[Workflow], root: Path) -> ReadCases:
    """Read scenario files for the workflows of one spec."""
    cases: list[Case] = []
    found = Diagnostics()
    texts: dict[str, tuple[str, ...]] = {}
    for file in files:
        shown = display_name(file.resolve(), root)
        text = _text(file, shown, found)
        texts[shown] = tuple((text or "").splitlines())
        scenario = read_scenario(text, file.stem, shown, workflows, found, _misfit) if text is not None else None
        workflow = scenario and choose_workflow(scenario.workflow, workflows)
        if scenario and workflow:
            cases.append(Case(spec=spec, workflow=workflow, scenario=scenario))
    return ReadCases(tuple(cases), found.sorted(), texts)


def _misfit(of: Type, value: Json) -> str | None:
    try:
        cross_run(of, value)
    except Misfit as error:
        return error.brief
    return None


def _text(file: Path, shown: str, found: Diagnostics) -> str | None:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"`{shown}` cannot be read: {error}"
        found.add(Diagnostic(code=SCENARIO_NOT_READ, message=message, at=Label(Span(shown, 1))))
        return None
