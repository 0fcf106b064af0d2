"""`wfc check --support`: what each platform makes of each use, and which findings end the command with 1."""

import json

import pytest

from tests.cli._command import HELLO, wfc

MODEL = """
from pydantic import BaseModel


class Guest(BaseModel):
    name: str
"""
GUEST = MODEL + HELLO.replace('version="1.0.0",', 'version="1.0.0",\n    input=Guest,')
EVENT = HELLO.replace("import Operation,", "import Operation, Receive,").replace(
    "    steps=[", '    steps=[Receive(id="asked", event="guest.asked", correlate=lambda: "1", timeout="1h"), '
)


def spec(project, text: str) -> None:
    (project / "specs" / "hello.py").write_text(text)


def test_every_use_of_every_feature_with_what_each_platform_makes_of_it(project):
    spec(project, HELLO)
    ended = wfc("check", "--support")
    assert ended.exit_code == 0
    lines = ended.stdout.splitlines()
    assert lines[0] == "hello 1.0.0 (specs/hello.py)"
    assert lines[lines.index("  step: greet (13)") + 1 :][:3] == [
        "    airflow        native    `@task`",
        "    stepfunctions  native    Task, lambda:invoke",
        "    temporal       native    an activity, called with execute_activity",
    ]


def test_only_the_platforms_that_are_named(project):
    spec(project, HELLO)
    ended = wfc("check", "--support", "-t", "temporal")
    assert "temporal" in ended.stdout
    assert "airflow" not in ended.stdout


def test_what_a_platform_cannot_do_comes_first(project):
    spec(project, EVENT)
    ended = wfc("check", "--support")
    assert ended.exit_code == 1
    told = ended.stdout[ended.stdout.index("hello 1.0.0") :].splitlines()
    assert told[1:3] == [
        "  receive: asked (13)",
        "    airflow        not yet   start another workflow by the event",
    ]


def test_an_option_that_removes_a_difference_is_taken_into_account(project):
    spec(project, GUEST)
    assert "  degraded  " in wfc("check", "--support", "-t", "stepfunctions").stdout
    (project / "wfc.toml").write_text("[targets.stepfunctions]\nvalidate = true\n")
    exact = wfc("check", "--support", "-t", "stepfunctions")
    assert "  degraded  " not in exact.stdout
    assert "exactly, by the option `validate`" in exact.stdout


def test_as_json_one_object_with_findings_and_uses(project):
    spec(project, GUEST)
    told = json.loads(wfc("check", "--support", "--output-format", "json").stdout)
    assert [one["name"] for one in told["findings"]] == ["degraded-feature"]
    [use] = [one for one in told["support"] if one["feature"] == "input-validation"]
    assert (use["workflow"], use["version"], use["element"]) == ("hello", "1.0.0", "hello")
    assert (use["file"], use["line"]) == ("specs/hello.py", 16)
    assert {name: way["support"] for name, way in use["targets"].items()} == {
        "airflow": "native",
        "stepfunctions": "degraded",
        "temporal": "lowered",
    }


def test_a_format_without_a_place_for_it_is_refused(project):
    spec(project, HELLO)
    ended = wfc("check", "--support", "--output-format", "json-lines")
    assert ended.exit_code == 2
    assert "--support is shown as full, concise, json" in ended.output


@pytest.mark.parametrize(
    ("text", "fail_on", "exit_code"),
    [
        (GUEST, "warning", 1),
        (GUEST, "degraded", 1),
        (GUEST, "error", 0),
        (HELLO.replace(', timeout="5s"', ""), "warning", 1),
        (HELLO.replace(', timeout="5s"', ""), "degraded", 0),
        (EVENT, "error", 1),
    ],
)
def test_the_mildest_finding_that_fails(project, text, fail_on, exit_code):
    spec(project, text)
    assert wfc("check", "-t", "all", "--fail-on", fail_on).exit_code == exit_code
