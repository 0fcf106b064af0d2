"""What the README says of targets is what their tables say; `make bless` writes it."""

import os
import re
from pathlib import Path

from wfc.cli.reading import read_specs
from wfc.cli.results import recorded_results
from wfc.feature import Feature
from wfc.target import Degraded, Lowered, Native, Never, NotYet, Support, Target, find_targets

README = Path(__file__).parent.parent / "README.md"
MATRIX = re.compile(r"(?<=<!-- matrix -->\n).*?(?=<!-- /matrix -->)", re.DOTALL)
MARKS: dict[type[Support], str] = {
    Native: "native",
    Lowered: "lowered",
    Degraded: "with a difference",
    NotYet: "not yet",
    Never: "never",
}


def matrix() -> str:
    targets = find_targets()
    rows = [f"| feature | {' | '.join(targets)} |", f"|---|{'---|' * len(targets)}"]
    for feature in Feature:
        marks = [cell(target, feature) for target in targets.values()]
        rows.append(f"| {feature} | {' | '.join(marks)} |")
    return "\n".join(rows) + "\n"


def cell(target: Target, feature: Feature) -> str:
    mark, proofs = MARKS[type(target.support[feature])], recorded_results(target.name).get(feature)
    return f"{mark}: {proofs}" if proofs else mark


def test_the_matrix_is_true() -> None:
    text = README.read_text("utf-8")
    if os.environ.get("WFC_BLESS"):
        README.write_text(MATRIX.sub(matrix(), text), "utf-8")
    found = MATRIX.search(README.read_text("utf-8"))
    assert found is not None
    assert found.group() == matrix()


def test_every_target_says_something_of_every_feature() -> None:
    assert {name: set(Feature) - set(target.support) for name, target in find_targets().items()} == {
        name: set() for name in find_targets()
    }


def test_the_example_is_sound(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "acme").symlink_to(README.parent / "specs" / "acme")
    spec = tmp_path / "fulfil_order.py"
    spec.write_text(example, "utf-8")
    read = read_specs([spec], tmp_path)
    assert [found.code.name for found in read.findings] == ["undo-misses-timeout"]
    assert [workflow.name for workflow in read.workflows[spec]] == ["order_fulfil_v1"]
