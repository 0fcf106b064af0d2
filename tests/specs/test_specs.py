"""What readers of `specs/` may rely on."""

import ast
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.diagnostics.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
RULES = {code.name.replace("-", "_") for code in CATALOGUE.values()}


@pytest.mark.parametrize("module", sorted((SPECS / "acme").glob("*.py")), ids=lambda module: module.stem)
def test_the_teams_own_code_knows_nothing_of_wfc(module: Path) -> None:
    imported = [
        name
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", None), *(alias.name for alias in node.names))
    ]
    assert [name for name in imported if (name or "").split(".")[0] in ("wfc", "wfc_targets")] == []


def test_every_spec_is_introduced() -> None:
    introduction = (SPECS / "README.md").read_text("utf-8")
    assert [spec.name for spec in SPECS.glob("*.py") if f"`{spec.name}`" not in introduction] == []


@pytest.mark.parametrize("scenario", sorted((SPECS / "scenarios").glob("*/*.yaml")), ids=lambda file: file.stem)
def test_every_scenario_begins_with_its_story(scenario: Path) -> None:
    assert scenario.read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("spec", sorted((SPECS / "broken").glob("*.py")), ids=lambda spec: spec.stem)
def test_a_broken_spec_breaks_the_rule_in_its_name_and_no_other(spec: Path) -> None:
    names = [rule for rule in RULES if spec.stem.startswith(rule)]
    expected = max(names, key=len) if spec.stem != "seed_example" else "unknown_step"
    assert {found.code.name.replace("-", "_") for found in read_specs([spec], ROOT).findings} == {expected}
