"""Play a scenario: by the book on the interpreter, or the generated code on a target's real engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.cli.scenarios import Case
from wfc.diagnostics import Diagnostic, Severity
from wfc.driver import capabilities, compile_with_children
from wfc.feature import Feature
from wfc.interpret.boundary import Misfit, cross_input, cross_run
from wfc.ir.nodes import Workflow
from wfc.ir.walk import family
from wfc.scenario.addresses import all_operations, call_addresses
from wfc.scenario.compare import concurrency
from wfc.scenario.journal import Journal, Json
from wfc.scenario.judge import Mismatch, judge
from wfc.scenario.scale import scale_time
from wfc.scenario.spelling import without_indexes
from wfc.target import Degraded, Engine, Job, Lowered, Native, Options, Target


def refusals(target: Target, options: Options, workflow: Workflow) -> tuple[Diagnostic, ...]:
    """Why the target cannot have the workflow at all; nothing to play then, as there is nothing to build."""
    findings = (found for one in family(workflow) for found in capabilities(one, target, options))
    return tuple(found for found in findings if found.severity is Severity.ERROR)


def left_out(target: Target, case: Case) -> str | None:
    """Why the target cannot play this scenario of a workflow that it can have."""
    support = target.support.get(Feature.CANCEL)
    if case.scenario.cancel is not None and not isinstance(support, Native | Lowered | Degraded):
        return f"{target.name} cannot do `{Feature.CANCEL}`" + (f": {support.reason}" if support else "")
    roles = call_addresses(case.workflow)
    for name in case.scenario.operations:
        if (role := roles.get(without_indexes(name))) and role.child:
            return f"`{name}` has a script in place of a workflow that {target.name} really runs"
    return None


@final
@dataclass(frozen=True, slots=True)
class Built:
    """A workflow with its durations scaled to what an engine can wait for, and the code generated for it."""

    workflow: Workflow
    files: Mapping[str, bytes]


def play_on(target: Target, engine: Engine, options: Options, case: Case) -> Journal:
    """Generate the code and run it."""
    return play_built(engine, build_for(target, engine, options, case.workflow), case)


def build_for(target: Target, engine: Engine, options: Options, workflow: Workflow) -> Built:
    """What is to be played on the engine."""
    scaled = scale_time(workflow, engine.time_scale)
    return Built(scaled, compile_with_children(scaled, target, options).files)


def play_built(engine: Engine, built: Built, case: Case) -> Journal:
    """Run the code that was built for the case's workflow."""
    job = Job(
        workflow=built.workflow,
        files=built.files,
        scenario=case.scenario,
        roots=(str(case.spec.resolve().parent),),
        time_scale=engine.time_scale,
    )
    return engine.run(job)


def judge_case(case: Case, journal: Journal) -> tuple[Mismatch, ...]:
    """What of the journal is not as the scenario expects."""
    roles, operations = call_addresses(case.workflow), all_operations(case.workflow)

    def fill(address: str, given: Json) -> Json:
        role = roles[without_indexes(address)]
        try:
            if role.operation is None:
                return cross_run(role.child.input if role.child else None, given)
            return cross_input(operations[role.operation][0], given)
        except Misfit:
            return given

    return judge(journal, case.scenario.expect, fill, concurrency(case.workflow))
