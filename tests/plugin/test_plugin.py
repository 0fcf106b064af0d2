"""A target that wfc has never heard of: installed beside it, found by its entry point, treated as our own are."""

import shutil
from pathlib import Path

import pytest

from tests.cli._command import HELLO, wfc_process

HERE = Path(__file__).parent
CHOOSING = HELLO.replace("import Operation", "import SUCCEED, Choice, Operation, Otherwise").replace(
    "steps=[", 'steps=[Choice(id="choose", transitions=[Otherwise("greet")]), '
)

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in an environment where `wfc-plain` is installed, as pip would leave it."""
    site = tmp_path / "site-packages"
    shutil.copytree(HERE / "wfc_plain", site / "wfc_plain", ignore=shutil.ignore_patterns("__pycache__"))
    installed = site / "wfc_plain-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: wfc-plain\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text("[wfc.targets]\nplain = wfc_plain:TARGET\n")
    (tmp_path / "wfc.toml").write_text("")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "hello.py").write_text(HELLO)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(site))
    return tmp_path


def test_it_is_listed_beside_our_own(project):
    listed = wfc_process("targets").stdout
    assert [line for line in listed.splitlines() if not line.startswith(" ")] == [
        "airflow",
        "plain",
        "stepfunctions",
        "temporal",
    ]
    assert "  choice                   never     text cannot branch: write one workflow for each case\n" in listed


def test_it_builds(project):
    built = wfc_process("build", "-t", "plain")
    assert (built.returncode, built.stderr.splitlines()[-1]) == (0, "1 warning"), built.stderr
    assert (project / "build" / "plain" / "hello_v1.txt").read_text() == "hello 1.0.0\n- greet: hello.greet\n"


def test_its_options_are_read_and_change_what_it_can_do(project):
    (project / "wfc.toml").write_text('[targets.plain]\nbullet = "*"\nclock = true')
    built = wfc_process("build", "-t", "plain")
    assert (built.returncode, built.stderr.splitlines()[-1]) == (0, "no findings"), built.stderr
    text = (project / "build" / "plain" / "hello_v1.txt").read_text()
    assert text == "hello 1.0.0\n* greet: hello.greet, at most 5000 ms\n"


def test_its_limits_are_findings_at_the_authors_line(project):
    (project / "specs" / "hello.py").write_text(CHOOSING)
    checked = wfc_process("check", "-t", "plain", "--output-format", "concise")
    assert checked.returncode == 1
    assert "specs/hello.py:13:12: error[WFC501] unsupported-feature: plain cannot do `choice`\n" in checked.stdout
    assert wfc_process("build", "-t", "plain").returncode == 1
    assert not (project / "build").exists()


def test_its_plan_can_be_looked_at(project):
    assert wfc_process("build", "-t", "plain", "--emit", "plan").stdout == "hello_v1: 1 steps\n"


def test_it_says_why_it_has_no_engine(project):
    scenarios = project / "specs" / "scenarios" / "hello"
    scenarios.mkdir(parents=True)
    (scenarios / "greeted.yaml").write_text("workflow: hello\nexpect: {status: succeeded}\n")
    tested = wfc_process("test", "-t", "plain")
    assert (tested.returncode, tested.stderr) == (2, "Error: plain text cannot be run; it is for reading\n")


def test_a_feature_that_it_was_written_before_is_refused_not_dropped(project):
    target = project / "site-packages" / "wfc_plain" / "__init__.py"
    target.write_text(target.read_text().replace("        **NEEDS_NO_PLATFORM,\n", ""))
    checked = wfc_process("check", "-t", "plain", "--output-format", "concise")
    assert checked.returncode == 1
    assert "error[WFC501] unsupported-feature: plain says nothing about `step`\n" in checked.stdout


def test_one_that_cannot_be_imported_is_named_and_does_not_stop_the_others(project):
    (project / "site-packages" / "wfc_plain" / "__init__.py").write_text("import a_library_that_is_gone")
    built = wfc_process("build", "-t", "plain")
    assert built.returncode == 2
    assert built.stderr == (
        "Error: target `plain` is installed but cannot be loaded: No module named 'a_library_that_is_gone'\n"
    )
    assert wfc_process("build", "-t", "airflow").returncode == 0
