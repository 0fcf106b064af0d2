"""`--output-format`: what CI systems and code hosts are told of a run."""

import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.cli._command import HELLO, wfc, wfc_process
from tests.cli.test_findings import on_a_terminal

UNTIMED = HELLO.replace(', timeout="5s"', "")
ALLOWED = UNTIMED.replace('"you"})],', '"you"})],  # wfc: allow[write-without-timeout] it greets or dies')
MARKED = ALLOWED.replace("# wfc", "# type: ignore[x]  # noqa: E501 # wfc")


def spec(project: Path, text: str, name: str = "hello") -> None:
    (project / "specs" / f"{name}.py").write_text(text, "utf-8")


def asked(output_format: str, *args: str) -> Any:
    """What `wfc check` says in a format for machines."""
    return json.loads(wfc("check", "--output-format", output_format, *args).stdout)


def cases(document: str) -> dict[str, list[str]]:
    """By file, what the test case has: `failure`, `error`, `system-out`."""
    [suite] = ElementTree.fromstring(document)
    return {case.attrib["name"]: [part.tag for part in case] for case in suite}


def test_nothing_found_is_said_in_every_format(project):
    said = {name: wfc("check", "--output-format", name).stdout for name in ("github", "gitlab", "junit", "sarif")}
    assert (said["github"], said["gitlab"]) == ("", "[]\n")
    assert cases(said["junit"]) == {"specs/hello.py": []}
    assert json.loads(said["sarif"])["runs"][0]["results"] == []


def test_paths_are_those_of_the_repository(project):
    (project / "flows").mkdir()
    (project / "wfc.toml").rename(project / "flows" / "wfc.toml")
    (project / "specs").rename(project / "flows" / "specs")
    (project / ".git").mkdir()
    spec(project / "flows", UNTIMED)
    os.chdir(project / "flows")
    name = "flows/specs/hello.py"
    assert f"file={name},line=13," in wfc("check", "--output-format", "github").stdout
    assert [issue["location"]["path"] for issue in asked("gitlab")] == [name]
    assert cases(wfc("check", "--output-format", "junit").stdout) == {name: ["failure"]}
    [result] = asked("sarif")["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == name
    assert asked("json")[0]["at"]["file"] == "specs/hello.py", "the formats of wfc itself count from the project"


def test_a_test_case_fails_when_its_file_makes_the_command_fail(project):
    spec(project, UNTIMED.replace("hello", "late"), "late")
    spec(project, "def (", "broken")
    warned = {"specs/broken.py": ["error"], "specs/hello.py": [], "specs/late.py": ["failure"]}
    passed = warned | {"specs/late.py": ["system-out"]}
    assert cases(wfc("check", "--output-format", "junit").stdout) == warned
    assert cases(wfc("check", "--output-format", "junit", "--fail-on", "error").stdout) == passed
    built = wfc("build", "-t", "airflow", "--output-format", "junit")
    assert (built.exit_code, cases(built.stdout)) == (2, passed)


def test_counts_of_a_test_suite_are_those_of_its_cases(project):
    spec(project, UNTIMED.replace("hello", "late"), "late")
    spec(project, "def (", "broken")
    [suite] = ElementTree.fromstring(wfc("check", "--output-format", "junit").stdout)
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "1", "0"]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("`greet` writes and has no timeout")
    assert "  more: wfc explain WFC303\n" in (failure.text or "")


@pytest.mark.parametrize("text", [ALLOWED, MARKED], ids=["alone", "behind others"])
def test_what_is_allowed_is_counted_and_in_the_log_of_code_scanning(project, text):
    spec(project, text)
    ended = wfc("check")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr == "1 sound workflow, no findings, 1 allowed\n"
    [result] = asked("sarif")["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("WFC303", "warning")
    assert [one["justification"] for one in result["suppressions"]] == ["it greets or dies"]
    assert asked("gitlab") == []


def test_what_a_target_says_can_be_allowed_and_is_in_the_log_too(project):
    spec(project, HELLO.replace("Workflow(\n", "Workflow(  # wfc: allow[degraded-feature] our API checks\n", 1))
    runs = asked("sarif", "-t", "stepfunctions")["runs"]
    assert {one["suppressions"][0]["justification"] for one in runs[0]["results"]} <= {"our API checks"}


@pytest.mark.parametrize(
    ("comment", "says", "help"),
    [
        ("allow[write-without-timeut] x", "no rule is called `write-without-timeut`", "did you mean `write-without-ti"),
        ("allow[Write-Without-Timeout] x", "no rule is called `Write-", "did you mean `write-without-timeout`?"),
        ("allow[WFC303] x", "no rule is called `WFC303`", "write its name, `write-without-timeout`: it says"),
        ("allow[zzz] x", "no rule is called `zzz`", "look for its name in `wfc explain --list`"),
        ("allow[] x", "this comment names no rule", "write `# wfc: allow[rule-name] reason`"),
        ("allow write-without-timeout", "this comment names no rule", "write `# wfc: allow[rule-name] reason`"),
        ("alow[write-without-timeout] x", "this comment names no rule", "write `# wfc: allow[rule-name] reason`"),
        ("ignore[write-without-timeout]", "this comment names no rule", "write `# wfc: allow[rule-name] reason`"),
    ],
)
def test_a_comment_that_was_meant_to_allow(project, comment, says, help):
    spec(project, UNTIMED.replace('"you"})],', f'"you"}})],  # wfc: {comment}'))
    found = {one["name"]: one for one in asked("json")}
    assert set(found) == {"write-without-timeout", "unused-allow"}
    assert found["unused-allow"]["message"].startswith(says)
    assert found["unused-allow"]["help"].startswith(help)


@pytest.mark.parametrize("comment", ["wfc: the compiler reads this", "see wfc: allow[x] in the docs", "wfc is fine"])
def test_prose_about_wfc_is_no_comment_of_ours(project, comment):
    spec(project, HELLO.replace("Greet =", f"# {comment}\nGreet ="))
    assert asked("json") == []


def test_an_xml_document_is_whole_in_any_encoding(project):
    spec(project, UNTIMED.replace('"you"', '"\N{SNOWMAN} \xe9 \x0b"'))
    for encoding in ("latin-1", "ascii"):
        ended = wfc_process("check", "--output-format", "junit", env={**os.environ, "PYTHONIOENCODING": encoding})
        [suite] = ElementTree.fromstring(ended.stdout)
        assert "\N{SNOWMAN} \xe9 \u240b" in "".join(suite.itertext())


def test_a_terminal_that_knows_no_colours_gets_none(project):
    spec(project, UNTIMED)
    assert "\x1b" in on_a_terminal(TERM="xterm", NO_COLOR="")
    assert "\x1b" not in on_a_terminal(TERM="dumb")


def test_the_answer_alone_is_on_standard_output(project):
    spec(project, UNTIMED + "\nprint('::error::from the spec')\n")
    for output_format in ("github", "gitlab", "sarif", "junit"):
        ended = wfc("check", "--output-format", output_format)
        assert "from the spec" not in ended.stdout
        assert ended.stderr.endswith("1 sound workflow, 1 warning\n")


@pytest.mark.parametrize("code", ["WFC303", "wfc303", "write-without-timeout", "warning[WFC303]", " WFC303: "])
def test_a_page_is_found_by_whatever_a_finding_shows(code):
    assert wfc("explain", code).stdout.startswith("# WFC303 write-without-timeout\n")


def test_pages_for_machines():
    every = json.loads(wfc("explain", "--list", "--json").stdout)
    assert len(every) == len(wfc("explain", "--list").stdout.splitlines())
    page = json.loads(wfc("explain", "unknown-step", "--json").stdout)
    assert {key: page[key] for key in every[0]} in every
    assert page["page"].startswith("# WFC101 unknown-step\n")
