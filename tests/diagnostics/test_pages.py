"""Every diagnostic has a page, and the page is its test: the first spec on it has just that finding, the last has none.

A block is a whole file. Its fence may say for which target it is checked: `py target=airflow`. Pages about scenario
files show `yaml` instead, beside one `py` block with the workflow they are for.
"""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.diagnostics import Code, Diagnostic, Diagnostics, Severity
from wfc.diagnostics.catalogue import CATALOGUE
from wfc.driver import capabilities
from wfc.ir.nodes import Workflow
from wfc.scenario.read import read_scenario
from wfc.target import default_options, load_target

BLOCK = re.compile(r"```(py|yaml)(?: target=([a-z]+))?\n(.*?)```", re.DOTALL)
INFO = Severity.INFO
HEADINGS = ("## What happened", "## Why it matters", "## How to fix it")


def test_codes_and_pages_match() -> None:
    pages = {page.name.removesuffix(".md") for page in files("wfc.diagnostics").joinpath("pages").iterdir()}
    assert pages == set(CATALOGUE)


def test_names_are_unique() -> None:
    assert len({code.name for code in CATALOGUE.values()}) == len(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE.values(), ids=lambda code: f"{code.id}-{code.name}")
def test_page(code: Code, tmp_path: Path) -> None:
    page = code.page()
    assert page.startswith(f"# {code.id} {code.name}\n")
    assert [heading for heading in HEADINGS if heading not in page] == []
    blocks = BLOCK.findall(page)
    assert len(blocks) >= 2, "a page shows a failing and a repaired file"
    first, last = (
        # what is said for information is said of many a tiny example
        [
            found
            for found in _findings(blocks, which, tmp_path / name)
            if found.severity is not INFO or found.code is code
        ]
        for which, name in ((0, "first"), (-1, "last"))
    )
    assert {found.code.name for found in first} == {code.name}, [found.message for found in first]
    assert [found.message for found in last] == []


def _findings(blocks: list[tuple[str, str, str]], which: int, folder: Path) -> tuple[Diagnostic, ...]:
    scenarios = [block for block in blocks if block[0] == "yaml"]
    specs = [block for block in blocks if block[0] == "py"]
    folder.mkdir()
    spec = folder / "spec.py"
    _, target, text = specs[0] if scenarios else specs[which]
    spec.write_text(text, "utf-8")
    read = read_specs([spec], folder)
    if scenarios:
        return _scenario_findings(scenarios[which][2], read.workflows[spec])
    if target:
        chosen, workflows = load_target(target), read.workflows[spec]
        options = default_options(chosen)
        return read.findings + tuple(found for w in workflows for found in capabilities(w, chosen, options))
    return read.findings


def _scenario_findings(text: str, workflows: tuple[Workflow, ...]) -> tuple[Diagnostic, ...]:
    found = Diagnostics()
    read_scenario(text, "scenario", "scenario.yaml", workflows, found)
    return found.sorted()
