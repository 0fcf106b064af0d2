"""Play a scenario: by the book on the interpreter, or the generated code on a target's real engine."""

from wfc.cli.scenarios import Case
from wfc.diagnostics import Diagnostic, Severity
from wfc.driver import capabilities
from wfc.interpret.boundary import Misfit, cross_input
from wfc.ir.nodes import Workflow
from wfc.ir.walk import operations_by_key
from wfc.scenario.addresses import call_addresses
from wfc.scenario.journal import Journal, Json
from wfc.scenario.judge import Mismatch, judge
from wfc.scenario.scale import scale_time
from wfc.target import Engine, Job, Options, Target


def refusals(target: Target, options: Options, workflow: Workflow) -> tuple[Diagnostic, ...]:
    """Why the target cannot have the workflow at all; nothing to play then, as there is nothing to build."""
    return tuple(found for found in capabilities(workflow, target, options) if found.severity is Severity.ERROR)


def play_on(target: Target, engine: Engine, options: Options, case: Case) -> Journal:
    """Generate the code, with its durations scaled to what the engine can wait for, and run it there."""
    scaled = scale_time(case.workflow, engine.time_scale)
    job = Job(
        workflow=scaled,
        files=target.emit(scaled, options),
        scenario=case.scenario,
        roots=(str(case.spec.resolve().parent),),
        time_scale=engine.time_scale,
    )
    return engine.run(job)


def judge_case(case: Case, journal: Journal) -> tuple[Mismatch, ...]:
    """What of the journal is not as the scenario expects."""
    roles, operations = call_addresses(case.workflow), operations_by_key(case.workflow)

    def fill(address: str, given: Json) -> Json:
        try:
            return cross_input(operations[roles[address].operation], given)
        except Misfit:
            return given

    return judge(journal, case.scenario.expect, fill)
