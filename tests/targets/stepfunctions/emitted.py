"""What the target emits for the example specs, and for workflows built by hand."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any, Literal

from tests.conformance.corpus import ROOT, scenarios, specs
from tests.support.core import step
from tests.support.core import workflow as build
from wfc.cli.scenarios import Case
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import FailurePoint, Workflow
from wfc.ir.policies import Operation
from wfc.ir.walk import family
from wfc.target import Job
from wfc_targets.stepfunctions import TARGET

DEFAULTS = {"validate": False}


def workflow(key: str) -> Workflow:
    """An example workflow."""
    return next(one for found in specs().workflows.values() for one in found if one.key == key)


@cache
def everything() -> Mapping[str, bytes]:
    """All files of all example specs that this target does not refuse."""
    found = [one for workflows in specs().workflows.values() for one in workflows if not _refused(one)]
    return {path: data for one in found for path, data in TARGET.emit(one, DEFAULTS).items()}


def _refused(flow: Workflow) -> bool:
    return any(found.severity is Severity.ERROR for found in capabilities(flow, TARGET, DEFAULTS))


def machine(flow: Workflow, *, validate: bool = False) -> dict[str, Any]:
    """The definition of a workflow's machine."""
    return _parsed(flow, ".asl.json", validate=validate)


def template(flow: Workflow) -> dict[str, Any]:
    """The template of a workflow."""
    return _parsed(flow, "template.json", validate=False)


def lone(operation: Operation) -> Workflow:
    """A workflow of one step that runs an operation."""
    return with_points(build(step(operation.key), operations=(operation,)))


def with_points(flow: Workflow) -> Workflow:
    """A workflow built by hand, with nothing to undo anywhere."""
    sides: tuple[Literal["failure"], Literal["success"]] = ("failure", "success")
    points = tuple(FailurePoint(node=node.id, after=after, undo=()) for node in flow.nodes for after in sides)
    return replace(flow, failure_points=points)


def handlers(flow: Workflow, *, validate: bool = False) -> str:
    """The source of a workflow's Lambda entry points."""
    return TARGET.emit(flow, {"validate": validate})[f"{flow.name}/handlers.py"].decode()


def _parsed(flow: Workflow, ending: str, *, validate: bool) -> dict[str, Any]:
    files = TARGET.emit(flow, {"validate": validate})
    found: dict[str, Any] = json.loads(next(data for path, data in files.items() if path.endswith(ending)))
    return found


def job(spec: str, scenario: str, *, validate: bool = False) -> Job:
    """A scenario of an example spec, ready for an engine."""
    case = case_of(spec, scenario)
    files = [TARGET.emit(one, {"validate": validate}).items() for one in family(case.workflow)]
    return Job(
        workflow=case.workflow,
        files=dict(chain.from_iterable(files)),
        scenario=case.scenario,
        roots=(str(ROOT / "specs"),),
        time_scale=1.0,
    )


def case_of(spec: str, scenario: str) -> Case:
    """A scenario of an example spec."""
    return next(one for one in scenarios(ROOT / "specs" / f"{spec}.py").cases if one.scenario.name == scenario)
