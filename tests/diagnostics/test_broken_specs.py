"""The specs in `specs/broken`: whatever is wrong with a spec, wfc says so with a place, and never with a traceback.

`findings.txt` beside this file has the one-line findings of all of them, to be read as a user would; bless it with
`make bless`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.diagnostics.catalogue import CATALOGUE
from wfc.diagnostics.render_full import render_concise

ROOT = Path(__file__).parent.parent.parent
BROKEN = sorted((ROOT / "specs" / "broken").glob("*.py"))
FINDINGS = Path(__file__).parent / "findings.txt"


def _findings(spec: Path) -> str:
    return "".join(f"{render_concise(found)}\n" for found in read_specs([spec], ROOT).findings)


def test_findings() -> None:
    shown = "\n".join(_findings(spec) for spec in BROKEN)
    if os.environ.get("WFC_BLESS"):
        FINDINGS.write_text(shown, "utf-8")
    assert FINDINGS.read_text("utf-8") == shown


@pytest.mark.parametrize("spec", BROKEN, ids=lambda spec: spec.stem)
def test_something_is_found(spec: Path) -> None:
    findings = read_specs([spec], ROOT).findings
    assert findings
    assert all(found.at.span.file.startswith("specs/broken/") and found.message and found.help for found in findings)


def test_every_finding_of_a_spec_has_a_broken_spec() -> None:
    """Codes about targets and scenario files are shown on their pages, with the target or the file they need."""
    found = {finding.code.id for spec in BROKEN for finding in read_specs([spec], ROOT).findings}
    assert {code for code in CATALOGUE if not code.startswith(("WFC5", "WFC95"))} - found == set()


def test_the_seeds_own_example() -> None:
    """As it is printed there it names three steps that do not exist; one run reports all three."""
    (spec,) = [spec for spec in BROKEN if spec.stem == "seed_example"]
    command = [sys.executable, "-c", "from wfc.cli import main; main()", "check", str(spec)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert [
        name for name in ("notify-user", "refund-payment", "notify-admin") if f"names `{name}`" not in done.stdout
    ] == []
    assert done.stdout.count("error[WFC101]") == 3
    assert "did you mean `charge-payment`?" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
