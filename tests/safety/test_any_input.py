"""Whatever stands in a file, `wfc check` ends with 0, 1 or 2 and says why; nothing it raises comes out of it."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli._command import HELLO, wfc
from tests.safety._compile import imported_afresh

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "specs").glob("*.py"))
SMALL = [spec for spec in SPECS if spec.stat().st_size < 4_000]
HEAD = HELLO.partition("hello =")[0].replace("Operation, Step, Workflow", "*")
WORDS = r"""
lambda input steps ctx : , . = ( ) [ ] { } + - * / % < > == != and or not if else for in is @ -> := ... \ # ; def class
return import yield await None True False 0 1 2.5 "a" "greet" 'b' f"{input}" ["a"] "1s" len str int sum any all .items
.output Step Choice Parallel ForEach Wait Poll Call Approval Receive When Otherwise Workflow Greet greet SUCCEED NEXT
FAIL Fail Retry Cron id= operation= inputs= steps= transitions= key= version= on_failure= timeout= retry=
""".split()

ONCE = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A spec file in a project of its own, beside which what the specs of this repository import can be imported."""
    (tmp_path / "wfc.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT / "specs"))
    with imported_afresh(tmp_path):
        yield tmp_path / "any_input.py"


def ends_well(file: Path, data: bytes) -> int:
    file.write_bytes(data)
    ended = wfc("check", file.name, "--output-format", "concise")
    assert ended.exit_code in (0, 1, 2)
    assert ended.exit_code == 0 or ended.stdout, "a finding"
    assert "Traceback" not in ended.output
    return ended.exit_code


@ONCE
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes(file: Path, data: bytes) -> None:
    ends_well(file, data)


@ONCE
@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_words_of_the_language(file: Path, words: list[str]) -> None:
    inside = HELLO.partition("hello =")[2].replace('{"name": "you"}', " ".join(words))
    ends_well(file, f"{HEAD}hello ={inside}".encode())


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("spec", SMALL, ids=lambda spec: spec.stem)
def test_a_spec_with_slips(file: Path, spec: Path) -> None:
    """An expression in the place of another, so that it is still Python; six times in each spec of the repository."""
    chance = Random(spec.stem)
    for _ in range(6):
        ends_well(file, slipped(spec.read_text("utf-8"), chance).encode())


def slipped(text: str, chance: Random) -> str:
    tree = ast.parse(text)
    nodes = [node for workflow in tree.body[len(tree.body) // 2 :] for node in ast.walk(workflow)]
    parts = [part for node in nodes if isinstance(node, ast.JoinedStr | ast.FormattedValue) for part in ast.walk(node)]
    expressions = [
        node
        for node in nodes
        if isinstance(node, ast.expr) and node not in parts and not isinstance(getattr(node, "ctx", None), ast.Store)
    ]
    return ast.unparse(_Instead(chance.choice(expressions), chance.choice(expressions)).visit(tree))


class _Instead(ast.NodeTransformer):
    def __init__(self, left_out: ast.expr, written: ast.expr) -> None:
        self.left_out, self.written = left_out, deepcopy(written)

    def visit(self, node: ast.AST) -> ast.AST:
        return self.written if node is self.left_out else super().visit(node)
