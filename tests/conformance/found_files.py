"""A pair as the files that people read and keep: a spec laid out by black, and a scenario in YAML."""

import shutil
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import black
import yaml

from tests.conformance.generate.head import TITLE
from wfc.cli.scenarios import Case
from wfc.durations import spell_duration
from wfc.scenario.model import Answer, Event, Reply

FOUND = Path(__file__).parent / "found"
"""What was found once and is played for ever: specs that say what was wrong, and their scenarios below `scenarios`."""

TEAM = FOUND / "fuzz_team.py"
"""What they call, and all random specs."""

MODE = black.Mode(line_length=120)


def found_specs() -> tuple[Path, ...]:
    """The specs that are kept and played."""
    return tuple(file for file in _specs() if _has_scenarios(file))


def refused_specs() -> tuple[Path, ...]:
    """Those without scenarios: what was found in them the compiler refuses since."""
    return tuple(file for file in _specs() if not _has_scenarios(file))


def _specs() -> list[Path]:
    return sorted(file for file in FOUND.glob("*.py") if file != TEAM)


def _has_scenarios(spec: Path) -> bool:
    return (FOUND / "scenarios" / spec.stem).is_dir()


def write_pair(folder: Path, name: str, about: str, spec: str, scenario: str) -> None:
    """Write a pair so that `wfc test` plays it; `about` becomes the first line of the spec."""
    scenarios = folder / "scenarios" / name
    scenarios.mkdir(parents=True, exist_ok=True)
    shutil.copy(TEAM, folder)
    said = about.replace("\\", "/").replace('"', "'")
    (folder / f"{name}.py").write_text(spec.replace(TITLE, f'"""{said}"""', 1), "utf-8")
    (scenarios / "differs.yaml").write_text(scenario, "utf-8")


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
