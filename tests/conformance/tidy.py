"""Which options a scenario is played with: a target may by default not validate a run's input (R1), and say so."""

from wfc.cli.scenarios import Case
from wfc.interpret.boundary import cross_run
from wfc.interpret.run import interpret
from wfc.interpret.timeline import Refused
from wfc.scenario.journal import Json
from wfc.target import Target


def options_for(target: Target, case: Case) -> dict[str, str | int | bool]:
    """The defaults; for a run whose input does not fit, or is not yet as its model writes it, the exact ones."""
    options = {name: option.default for name, option in target.options.items()}
    if is_tidy(case):
        return options
    return options | {name: option.exact for name, option in target.options.items() if option.exact is not None}


def is_tidy(case: Case) -> bool:
    """Does validation leave input and context as they are, but for defaults filled in? Those of called workflows must
    fit, at least.
    """
    workflow, scenario = case.workflow, case.scenario
    refused = [one for one in interpret(workflow, scenario).timeline if isinstance(one, Refused)]
    if any(one.type == "InvalidInput" and (one.address == "" or one.address.endswith("/")) for one in refused):
        return False
    pairs = [
        (scenario.input, cross_run(workflow.input, scenario.input)),
        (scenario.context, cross_run(workflow.context, scenario.context)),
    ]
    return all(_is_within(given, valid) for given, valid in pairs)


def _is_within(given: Json, valid: Json) -> bool:
    match given, valid:
        case dict(), dict():
            return all(key in valid and _is_within(value, valid[key]) for key, value in given.items())
        case list(), list():
            return len(given) == len(valid) and all(map(_is_within, given, valid))
        case _:
            return bool(given == valid) and isinstance(given, bool) == isinstance(valid, bool)
