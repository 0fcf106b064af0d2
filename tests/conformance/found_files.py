"""A pair as the files that people read and keep: a spec laid out by black, and a scenario in YAML."""

from dataclasses import asdict, fields
from typing import Any

import black
import yaml

from wfc.cli.scenarios import Case
from wfc.durations import spell_duration
from wfc.scenario.model import Answer, Event, Reply

MODE = black.Mode(line_length=120)


def spec_text(text: str) -> str:
    """The spec as a person would lay it out."""
    return black.format_str(text, mode=MODE)


def scenario_text(case: Case) -> str:
    """The scenario as a file, without `expect`."""
    scenario = case.scenario
    given = {"input": scenario.input, "context": scenario.context}
    operations = {name: [_short(reply) for reply in replies] for name, replies in scenario.operations.items()}
    outside = {
        "approvals": {name: _short(answer) for name, answer in scenario.approvals.items()},
        "events": [_short(event) for event in scenario.events],
        "cancel": None if scenario.cancel is None else {"after": spell_duration(scenario.cancel)},
    }
    parts = {"workflow": scenario.workflow, **given, "operations": operations, **outside}
    return yaml.safe_dump({name: part for name, part in parts.items() if part}, sort_keys=False, width=120)


def _short(part: Reply | Answer | Event) -> dict[str, Any]:
    """What is not as it would be anyway."""
    usual = {one.name: one.default for one in fields(part)}
    said = {name: value for name, value in asdict(part).items() if value != usual[name]}
    for name in said.keys() & {"takes", "after"}:
        said[name] = spell_duration(said[name])
    return said
