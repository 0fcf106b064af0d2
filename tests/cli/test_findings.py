"""How findings are shown: for people and for machines, to terminals, files and pipes."""

import json
import os
import subprocess
from pathlib import Path

import click
import pytest

from tests.cli._command import HELLO, MAIN, wfc, wfc_process
from wfc.cli.report import FORMATS
from wfc.diagnostics.render_json import Finding, Place, Repair

UNTIMED = HELLO.replace(', timeout="5s"', "")
WRONG = UNTIMED.replace("greet(name: str)", "greet(nom: str)")


def spec(project: Path, text: str) -> None:
    (project / "specs" / "hello.py").write_text(text)


@pytest.mark.parametrize(
    ("text", "exit_code"),
    [(HELLO, 0), (UNTIMED, 1), (WRONG, 1), ("import nothing_of_that_name", 2), ("def (", 2), ("", 2)],
    ids=["sound", "warning", "error", "raises", "syntax", "empty"],
)
@pytest.mark.parametrize("output_format", FORMATS)
def test_the_exit_code_is_the_same_in_every_format(project, text, exit_code, output_format):
    spec(project, text)
    ended = wfc("check", "--output-format", output_format)
    assert ended.exit_code == exit_code
    assert "Traceback" not in ended.output


def test_a_finding_for_people(project):
    spec(project, UNTIMED)
    ended = wfc("check")
    assert ended.stdout == (
        "warning[WFC303] write-without-timeout: "
        "`greet` writes and has no timeout: a hanging call holds the run for as long as the platform lets it\n"
        "  specs/hello.py:13:12\n"
        '   13 |     steps=[Step(id="greet", operation=Greet, inputs=lambda: {"name": "you"})],\n'
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        '  help: add `timeout="30s"` to `greet`, to its operation or to `Defaults`\n'
        "  more: wfc explain WFC303\n"
        "\n"
    )
    assert ended.stderr == "1 sound workflow, 1 warning\n"


def test_a_finding_on_one_line(project):
    spec(project, UNTIMED)
    ended = wfc("check", "--output-format", "concise")
    assert ended.stdout.startswith("specs/hello.py:13:12: warning[WFC303] write-without-timeout: `greet` writes and ")
    assert ended.stdout.count("\n") == 1


def test_findings_for_machines_are_of_the_documented_form(project):
    spec(project, WRONG)
    [found] = json.loads(wfc("check", "--output-format", "json").stdout)
    [line] = wfc("check", "--output-format", "json-lines").stdout.splitlines()
    assert json.loads(line) == found
    assert found == {
        "code": "WFC204",
        "name": "type-mismatch",
        "severity": "error",
        "message": found["message"],
        "at": {"file": "specs/hello.py", "line": 13, "col": 60, "end_line": 13, "end_col": 75, "text": ""},
        "related": [],
        "notes": [],
        "help": found["help"],
        "fix": None,
    }
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    assert [
        key
        for key in (*Finding.__annotations__, *Place.__annotations__, *Repair.__annotations__)
        if f"`{key}`" not in page
    ] == []


def test_no_findings_are_an_empty_list(project):
    assert wfc("check", "--output-format", "json").stdout == "[]\n"
    assert wfc("check", "--output-format", "json-lines").stdout == ""


def test_a_spec_that_raises_is_shown_where_it_raises(project):
    spec(project, "\n1 / 0\n")
    ended = wfc("check", "--output-format", "concise")
    assert ended.exit_code == 2
    assert ended.stdout == (
        "specs/hello.py:2: error[WFC901] spec-not-loaded: "
        "importing `specs/hello.py` failed: ZeroDivisionError: division by zero\n"
    )


def test_a_spec_in_a_wrong_encoding(project):
    (project / "specs" / "hello.py").write_bytes(b"# caf\xe9\n")
    ended = wfc("check")
    assert ended.exit_code == 2
    assert "`specs/hello.py` cannot be read: it is not UTF-8 text" in ended.stdout


def test_what_a_spec_prints_is_not_part_of_the_answer(project):
    spec(project, HELLO + 'print("loaded")\n')
    ended = wfc("check", "--output-format", "json")
    assert ended.stdout == "[]\n"
    assert ended.stderr.startswith("loaded\n")


def test_one_broken_spec_does_not_hide_the_findings_of_another(project):
    (project / "specs" / "broken.py").write_text("def (")
    (project / "specs" / "other.py").write_text(UNTIMED.replace("hello", "other"))
    ended = wfc("check", "--output-format", "concise")
    assert ended.exit_code == 2
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == ["specs/broken.py", "specs/other.py"]
    assert ended.stderr == "2 sound workflows, 1 error, 1 warning\n"


def on_a_terminal(**variables: str) -> str:
    """What `wfc check` shows on a terminal."""
    ours, theirs = os.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | variables
    subprocess.run([*MAIN, "check"], env=env, stdout=theirs, stderr=subprocess.DEVNULL, check=False)
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        return terminal.read1(100_000).decode()


def test_colours_are_for_terminals_that_want_them(project):
    spec(project, UNTIMED)
    coloured = on_a_terminal()
    assert "\x1b[33m\x1b[1mwarning[WFC303]\x1b[0m" in coloured
    assert on_a_terminal(NO_COLOR="1") == click.unstyle(coloured)


def test_a_pipe_gets_no_colours(project):
    spec(project, UNTIMED)
    ended = wfc_process("check")
    assert "warning[WFC303]" in ended.stdout
    assert "\x1b" not in ended.stdout + ended.stderr


def test_a_reader_that_goes_away_is_no_bug():
    with subprocess.Popen([*MAIN, "explain", "--list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said


def test_text_that_the_terminal_has_no_signs_for(project):
    spec(project, UNTIMED.replace('"you"', '"\N{SNOWMAN}"'))
    ended = wfc_process("check", env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert ended.returncode == 1
    assert '{"name": "\\u2603"}' in ended.stdout


def test_a_spec_cannot_steer_the_terminal(project):
    spec(project, UNTIMED.replace('"you"', '"\x1b]0;owned\x07\N{RIGHT-TO-LEFT OVERRIDE}"'))
    ended = wfc("check")
    assert '{"name": "\u241b]0;owned\u2407\ufffd"}' in ended.stdout
    assert "\x1b" not in ended.stdout


@pytest.mark.parametrize("name", ["json", "click", "yaml", "pydantic"])
def test_a_spec_that_would_hide_a_module(project, name):
    (project / "specs" / f"{name}.py").write_text(HELLO)
    ended = wfc("check", f"specs/{name}.py", "--output-format", "concise")
    assert ended.exit_code == 2
    assert f"`specs/{name}.py` has the name of the module `{name}` and would hide it\n" in ended.stdout


def test_a_mistake_in_a_module_that_the_spec_imports_is_not_the_specs(project):
    (project / "specs" / "helping.py").write_text("\n\n\ndef (")
    spec(project, "\nimport helping\n")
    ended = wfc("check", "specs/hello.py", "--output-format", "concise")
    assert ended.exit_code == 2
    assert ended.stdout.startswith(
        "specs/hello.py:2: error[WFC901] spec-not-loaded: importing `specs/hello.py` failed: SyntaxError: "
    )


def test_places_are_those_of_an_editor_whatever_stands_above(project):
    spec(project, "\ufeff# a mark, a page break \x0c and a line separator \N{LINE SEPARATOR}" + UNTIMED)
    ended = wfc("check")
    assert "  specs/hello.py:13:12\n   13 |     steps=[Step(id=" in ended.stdout


def test_a_spec_that_changes_the_folder_changes_it_for_itself(project):
    spec(project, f"import os\nos.chdir('/')\n{HELLO}")
    assert wfc("build", "-t", "airflow").exit_code == 0
    assert (project / "build" / "airflow" / "hello_v1.py").is_file()


def test_a_mistake_in_a_duration_does_not_hide_the_others(project):
    spec(project, WRONG.replace('"hello.greet", ', '"hello.greet", timeout=30, '))
    ended = wfc("check", "--output-format", "concise")
    assert [line.split()[1] for line in ended.stdout.splitlines()] == ["error[WFC301]", "error[WFC204]"]
