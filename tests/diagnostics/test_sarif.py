"""SARIF logs: valid by the schema, whatever is in them, and what a viewer needs."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.diagnostics.test_formats import AT, FINDINGS, SOURCE
from tests.support.engines import without
from wfc.cli.reading import read_specs
from wfc.diagnostics import Diagnostic, Label, Severity
from wfc.diagnostics.allow import Allow, Allowed
from wfc.diagnostics.catalogue import BAD_KEY, CATALOGUE
from wfc.diagnostics.context import Context
from wfc.diagnostics.fix import Fix, rename
from wfc.diagnostics.render_sarif import as_sarif
from wfc.runner import engine_folder
from wfc.source import NOWHERE, Span
from wfc.target import EngineMissing

ROOT = Path(__file__).parent.parent.parent
SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
ACCEPTED = Diagnostic(code=BAD_KEY, message="odd", at=Label(AT), severity=Severity.WARNING)
CONTEXT = Context(
    specs=("specs/flow.py",),
    folder="flows/",
    version="1.2.3",
    allowed=(Allowed(ACCEPTED, Allow("bad-key", "it is known", Span("specs/flow.py", 2, 8, 2, 40))),),
)


@cache
def validator() -> Draft4Validator:
    try:
        folder = engine_folder("sarif", SCHEMA)
    except EngineMissing as missing:
        without(missing)
    return Draft4Validator(json.loads((folder / SCHEMA).read_text("utf-8")))


def log(*findings: Diagnostic, context: Context = CONTEXT) -> Any:
    """The log as its readers get it."""
    return json.loads(json.dumps(as_sarif(findings, SOURCE, context)))


def run(*findings: Diagnostic) -> Any:
    [one] = log(*findings)["runs"]
    return one


@pytest.mark.engine
@pytest.mark.parametrize(
    "context", [CONTEXT, Context(), Context(complete=False, version="0+unknown")], ids=["all", "bare", "incomplete"]
)
def test_it_is_valid(context: Context) -> None:
    nowhere = Diagnostic(code=BAD_KEY, message="m", at=Label(NOWHERE), severity=Severity.INFO)
    repaired = Diagnostic(code=BAD_KEY, message="m", at=Label(AT), fix=rename(Span("a", 1, 0, 1, 3), "abx", ["abc"]))
    whole_line = Diagnostic(code=BAD_KEY, message="m", at=Label(Span("a.py", 3)))
    for findings in [(), (nowhere, whole_line, repaired), FINDINGS]:
        assert [error.message for error in validator().iter_errors(log(*findings, context=context))] == []


@pytest.mark.engine
def test_the_schema_is_not_content_with_anything() -> None:
    broken = log(*FINDINGS[:1])
    broken["runs"][0]["results"][0]["level"] = "bad"
    assert not validator().is_valid(broken)


@pytest.mark.engine
def test_it_is_valid_for_all_broken_specs() -> None:
    read = read_specs(sorted((ROOT / "specs" / "broken").glob("*.py")), ROOT)
    made = as_sarif(read.findings, read.texts, Context(specs=read.specs, complete=False, version="1.2.3"))
    assert [error.message for error in validator().iter_errors(json.loads(json.dumps(made)))] == []
    assert len(made["runs"][0]["results"]) == len(read.findings)


def test_a_result_has_its_rule_its_places_and_what_to_do() -> None:
    label = Label(AT, "this")
    found = Diagnostic(code=BAD_KEY, message="m", at=label, related=(label,), notes=("1 + 1 = 2",), help="do it")
    place = {
        "physicalLocation": {
            "artifactLocation": {"uri": "flows/specs/flow.py", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 7},
        },
        "message": {"text": "this"},
    }
    result = run(found)["results"][0]
    assert len(result.pop("partialFingerprints").pop("wfcFinding/v1")) == 32
    assert result == {
        "ruleId": "WFC803",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "m\n1 + 1 = 2\nhelp: do it"},
        "locations": [place],
        "relatedLocations": [{"id": 1, **place}],
        "suppressions": [],
    }


def test_a_rule_has_its_page() -> None:
    findings = [Diagnostic(code=code, message="m", at=Label(AT)) for code in CATALOGUE.values()]
    made = run(*findings)
    rules = made["tool"]["driver"]["rules"]
    assert [made["results"][number]["ruleId"] for number in range(len(rules))] == [rule["id"] for rule in rules]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in made["results"])
    tags = {rule["id"][3]: rule["properties"]["tags"] for rule in rules}
    assert (tags["1"], tags["3"], tags["9"]) == (["structure"], ["time"], ["loading"])
    for rule in rules:
        code = CATALOGUE[rule["id"]]
        assert (rule["name"], rule["shortDescription"]["text"]) == (code.name, code.summary)
        assert rule["help"]["markdown"] == code.page()
        assert re.fullmatch(r"[A-Z`].+", rule["fullDescription"]["text"]), rule["id"]
        assert "\n" not in rule["fullDescription"]["text"]


def test_what_a_comment_allows_is_there_with_its_reason() -> None:
    [result] = run()["results"]
    [suppression] = result["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"] == "it is known"
    assert suppression["location"]["physicalLocation"]["region"]["startColumn"] == 9


def test_a_name_that_can_be_repaired_is_with_its_repair() -> None:
    at = Span("specs/flow.py", 2, 1, 2, 7)
    found = Diagnostic(code=BAD_KEY, message="m", at=Label(AT), fix=rename(at, "secnod", ["second", "third"]))
    made = log(found)
    [fix] = made["runs"][0]["results"][0]["fixes"]
    assert fix["description"]["text"] == "rename `secnod` to `second`"
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "flows/specs/flow.py"
    region = {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 8}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "second"}}]


def test_an_addition_is_left_to_the_command() -> None:
    fix = Fix(kind="add-argument", at=AT, text="x=1", title="add `x=1`")
    assert "fixes" not in run(Diagnostic(code=BAD_KEY, message="m", at=Label(AT), fix=fix))["results"][0]


def test_no_text_becomes_a_placeholder_or_a_link() -> None:
    found = Diagnostic(code=BAD_KEY, message='{0} {"a": 1} [x](javascript:1)', at=Label(AT))
    assert run(found)["results"][0]["message"]["text"] == '{{0}} {"a": 1} [x] (javascript:1)'


def test_every_path_is_a_relative_reference() -> None:
    for result in run(*FINDINGS)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"flows/(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)


def test_the_log_names_its_schema_and_what_its_paths_start_from() -> None:
    made = log(Diagnostic(code=BAD_KEY, message="m", at=Label(Span("a.py", 0))), context=Context())
    assert made["$schema"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    [location] = made["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "a.py", "uriBaseId": "%SRCROOT%"}}
    assert list(made["runs"][0]["originalUriBaseIds"]) == ["%SRCROOT%"]


def test_it_says_when_not_all_was_checked() -> None:
    [one] = log(context=Context(complete=False))["runs"]
    assert one["invocations"] == [{"executionSuccessful": False}]
