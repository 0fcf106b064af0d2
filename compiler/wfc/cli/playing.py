"""Play a scenario: by the book on the interpreter, or the generated code on a target's real engine."""

from collections.abc import Mapping

from wfc.cli.scenarios import Case
from wfc.interpret.boundary import Misfit, cross_input
from wfc.ir.walk import operations_by_key
from wfc.scenario.addresses import call_addresses
from wfc.scenario.journal import Journal, Json
from wfc.scenario.judge import Mismatch, judge
from wfc.scenario.scale import scale_time
from wfc.target import Engine, Job, Target


def play_on(target: Target, engine: Engine, options: Mapping[str, str | int | bool], case: Case) -> Journal:
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
