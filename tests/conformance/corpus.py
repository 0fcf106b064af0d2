"""Every example spec with its scenarios: what the conformance tests are about."""

from functools import cache
from pathlib import Path

from wfc.cli.reading import Read, read_specs
from wfc.cli.scenarios import Case, ReadCases, read_cases, scenario_files

ROOT = Path(__file__).parent.parent.parent
SPECS = tuple(sorted((ROOT / "specs").glob("*.py")))


@cache
def specs() -> Read:
    """All specs, checked."""
    return read_specs(list(SPECS), ROOT)


@cache
def scenarios(spec: Path) -> ReadCases:
    """The scenarios of one spec."""
    return read_cases(spec, scenario_files(spec), specs().workflows.get(spec, ()), ROOT)


@cache
def cases() -> tuple[Case, ...]:
    """Every scenario of every spec."""
    return tuple(case for spec in SPECS for case in scenarios(spec).cases)
