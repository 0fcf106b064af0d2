"""docs/spec.md is true: its examples are specs without a finding, and it leaves out no word and no parameter."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import wfc
from wfc.cli.reading import read_specs
from wfc.diagnostics import Severity

PAGE = (Path(__file__).parents[2] / "docs" / "spec.md").read_text("utf-8")
TEAM_CODE, *SPECS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_its_examples_are_good_specs(tmp_path: Path) -> None:
    (tmp_path / "bookshop.py").write_text(TEAM_CODE, "utf-8")
    specs = [tmp_path / f"spec{number}.py" for number in range(len(SPECS))]
    for spec, text in zip(specs, SPECS, strict=True):
        spec.write_text(text, "utf-8")
    read = read_specs(specs, tmp_path)
    said = {found.code.name for found in read.findings if found.severity is not Severity.INFO}
    assert said == {"undo-misses-timeout"}  # the page says that this spelling has it
    assert all(read.workflows[spec] for spec in specs)


def test_it_has_every_word_and_every_parameter() -> None:
    words = {name: getattr(wfc, name) for name in wfc.__all__}
    parameters = {one.name for word in words.values() if is_dataclass(word) for one in fields(word) if one.init}
    assert [name for name in sorted({*words, *parameters}) if not re.search(rf"\b{name}\b", PAGE)] == []
