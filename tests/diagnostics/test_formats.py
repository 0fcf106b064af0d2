"""Whatever stands in a spec, every format stays what its readers can read, and says the same."""

import json
from xml.etree import ElementTree

import pytest

from tests.safety._hostile import HALVES, HOSTILE, LONG
from wfc.diagnostics import Diagnostic, Label, Severity
from wfc.diagnostics.catalogue import BAD_KEY, SHADOWED_TRANSITION, SLA_BELOW_WORST_CASE
from wfc.diagnostics.context import Context
from wfc.diagnostics.fingerprint import fingerprints
from wfc.diagnostics.render_full import render_concise, render_full
from wfc.diagnostics.render_github import render_github
from wfc.diagnostics.render_gitlab import as_gitlab
from wfc.diagnostics.render_json import as_json
from wfc.diagnostics.render_junit import render_junit
from wfc.diagnostics.render_sarif import as_sarif
from wfc.diagnostics.visible import visible
from wfc.source import NOWHERE, Span

COMMANDS = ("::error::x", "::add-mask::x", "a\n::error file=b::c", "%0A::error::x", "]]>", "##[error]x", ":,=%25%3A")
TEXTS = (*HOSTILE, *LONG, *HALVES, *COMMANDS)
SOURCE = {"specs/flow.py": ("first", "second", "third")}
AT = Span("specs/flow.py", 2, 0, 2, 6)


def hostile(text: str, file: str = "specs/flow.py") -> Diagnostic:
    """A finding with the text in every place that can have one."""
    label = Label(Span(file, 2, 0, 2, 6), text)
    return Diagnostic(code=BAD_KEY, message=text, at=label, related=(label,), notes=(text,), help=text)


FINDINGS = [hostile(text) for text in TEXTS] + [hostile("x", file=text) for text in TEXTS if text]
CONTEXT = Context(specs=("specs/flow.py",))


def finding(
    message: str, line: int = 2, file: str = "specs/flow.py", code: object = SLA_BELOW_WORST_CASE
) -> Diagnostic:
    return Diagnostic(code=code, message=message, at=Label(Span(file, line, 0, line, 6)), severity=Severity.WARNING)


def runner_reads(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner takes it apart: its name, its properties and its text."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    properties = dict(one.split("=", 1) for one in rest.split(","))
    colon = {"%3A": ":", "%2C": ","}
    return name, {key: unescaped(value, colon) for key, value in properties.items()}, unescaped(data, {})


def unescaped(text: str, more: dict[str, str]) -> str:
    for escape, sign in ({"%0D": "\r", "%0A": "\n"} | more | {"%25": "%"}).items():
        text = text.replace(escape, sign)
    return text


@pytest.mark.parametrize("found", FINDINGS, ids=range(len(FINDINGS)))
def test_hostile_text_for_people_and_github(found: Diagnostic) -> None:
    full = render_full(found, SOURCE)
    assert visible(full.replace("\n", "")) == full.replace("\n", "")
    assert full.splitlines() == full.split("\n"), "and no line ends but where we end it"
    concise, command = render_concise(found), render_github(found, CONTEXT)
    assert concise.splitlines() == [concise]
    assert command.splitlines() == [command]
    name, properties, text = runner_reads(command)
    assert (name, properties["title"]) == ("error", "WFC803 bad-key")
    assert properties["file"] == visible(found.at.span.file)
    assert text.split("\n")[0] == visible(found.message)
    assert len(text.split("\n")) == 4, "message, related place, note and help"


def test_hostile_text_for_machines() -> None:
    issues = json.loads(json.dumps(as_gitlab(FINDINGS, SOURCE, CONTEXT)))
    objects = json.loads(json.dumps([as_json(found) for found in FINDINGS]))
    assert len(issues) == len(objects) == len(FINDINGS)
    json.dumps([issues, objects], ensure_ascii=False).encode("utf-8")  # no half characters, which strict readers refuse
    plain = [found.message for found in FINDINGS if found.message not in HALVES]
    assert [one["message"] for one in objects if one["message"] in plain] == plain, (
        "JSON carries everything else as it is"
    )
    suite = ElementTree.fromstring(render_junit(FINDINGS, SOURCE, CONTEXT))[0]
    files = {visible(found.at.span.file) for found in FINDINGS}
    assert files == {case.get("file") for case in suite}


def test_a_finding_of_several_lines_or_of_a_line_has_no_columns_on_github() -> None:
    at = {"several": Span("a.py", 2, 4, 5, 1), "line": Span("a.py", 2), "nowhere": NOWHERE}
    found = {name: Diagnostic(code=BAD_KEY, message="m", at=Label(span)) for name, span in at.items()}
    assert {name: render_github(one, Context(folder="flows/")) for name, one in found.items()} == {
        "several": "::error file=flows/a.py,line=2,endLine=5,title=WFC803 bad-key::m",
        "line": "::error file=flows/a.py,line=2,title=WFC803 bad-key::m",
        "nowhere": "::error title=WFC803 bad-key::m",
    }


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        (Severity.ERROR, ("error", "critical", "error")),
        (Severity.WARNING, ("warning", "major", "warning")),
        (Severity.INFO, ("notice", "info", "note")),
    ],
)
def test_how_bad_it_is_in_the_words_of_each_service(severity: Severity, words: tuple[str, str, str]) -> None:
    found = Diagnostic(code=BAD_KEY, message="m", at=Label(AT), severity=severity)
    command, _, _ = runner_reads(render_github(found, CONTEXT))
    [issue] = as_gitlab([found], SOURCE, CONTEXT)
    [result] = as_sarif([found], SOURCE, CONTEXT)["runs"][0]["results"]
    assert (command, issue["severity"], result["level"]) == words


def test_what_stands_beside_the_message_comes_with_it() -> None:
    related = (Label(Span("b.py", 7, 1, 7, 3), "the other"), Label(Span("b.py", 9)))
    found = Diagnostic(code=BAD_KEY, message="m", at=Label(AT), related=related, notes=("1 + 1",), help="do it")
    _, _, text = runner_reads(render_github(found, CONTEXT))
    assert text.split("\n") == ["m", "b.py:7: the other", "b.py:9: see also", "1 + 1", "help: do it"]
    [issue] = as_gitlab([found], SOURCE, CONTEXT)
    assert issue["description"] == "m; do it"


def test_a_fingerprint_stays_when_the_line_moves_and_the_sum_changes() -> None:
    before, after = (
        fingerprints([found], SOURCE, CONTEXT)
        for found in (
            finding("`check` promises 20s, its worst case is 33s"),
            finding("`check` promises 25s, its worst case is 40s", line=3),
        )
    )
    assert before == after


def test_fingerprints_differ_where_findings_do() -> None:
    findings = [
        finding("`check` promises 20s"),
        finding("`check` promises 20s", line=3),
        finding("`count` promises 20s"),
        finding("`check` promises 20s", file="specs/other.py"),
        finding("`check` promises 20s", code=BAD_KEY),
        finding("never taken", code=SHADOWED_TRANSITION),
        finding("never taken", line=3, code=SHADOWED_TRANSITION),
    ]
    here, there = (fingerprints(findings, SOURCE, Context(folder=folder)) for folder in ("", "flows/"))
    assert len({*here, *there}) == 2 * len(findings)
    swapped = fingerprints([findings[6], findings[5]], SOURCE, Context())
    assert swapped == (here[6], here[5]), "without names in the message the line's text tells them apart"


def test_gitlab_needs_a_line_and_a_path() -> None:
    [issue] = as_gitlab([Diagnostic(code=BAD_KEY, message="m", at=Label(NOWHERE))], SOURCE, CONTEXT)
    assert issue["location"] == {"path": "", "lines": {"begin": 1, "end": 1}}


def test_carets_stand_below_what_they_mean() -> None:
    line = 'x = "\u4f60\uff21 e\u0301", "here"'
    label = Label(Span("a.py", 1, 12, 1, 18), "this")
    [*_, shown, marks, _] = render_full(Diagnostic(code=BAD_KEY, message="m", at=label), {"a.py": (line,)}).split("\n")
    assert shown == "   1 | " + line
    assert marks == "     | " + " " * 13 + "^^^^^^ this", "two columns for each sign, none for the accent"


def test_a_line_too_long_to_read_is_cut_around_its_marks() -> None:
    line = "a" * 5000 + "here" + "b" * 5000
    label = Label(Span("a.py", 1, 5000, 1, 5004))
    [*_, shown, marks, _] = render_full(Diagnostic(code=BAD_KEY, message="m", at=label), {"a.py": (line,)}).split("\n")
    assert len(shown) < 180
    assert shown.startswith("   1 | …aaa")
    assert shown.endswith("bbb…")
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "here"


def test_places_of_the_same_file_are_shown_and_others_named() -> None:
    related = (Label(Span("a.py", 1, 0, 1, 3), "the first"), Label(Span("b.py", 7, 1, 7, 3), "the other"))
    found = Diagnostic(code=BAD_KEY, message="m", at=Label(Span("a.py", 2, 0, 2, 3)), related=related, help="do it")
    assert render_full(found, {"a.py": ("one", "two")}).split("\n") == [
        "error[WFC803] bad-key: m",
        "  a.py:2:1",
        "   2 | two",
        "     | ^^^",
        "   1 | one",
        "     | --- the first",
        "  b.py:7:2: the other",
        "  help: do it",
        "  more: wfc explain WFC803",
    ]


def test_a_long_line_with_its_marks_in_front_is_cut_behind_them_only() -> None:
    label = Label(Span("a.py", 1, 0, 1, 4))
    full = render_full(Diagnostic(code=BAD_KEY, message="m", at=label), {"a.py": ("here" + "b" * 5000,)})
    assert f"   1 | here{'b' * 156}…\n     | ^^^^\n" in full


def test_a_tab_is_one_column_in_the_line_as_in_its_place() -> None:
    label = Label(Span("a.py", 1, 1, 1, 5))
    full = render_full(Diagnostic(code=BAD_KEY, message="m", at=label), {"a.py": ("\there\t",)})
    assert "   1 |  here \n     |  ^^^^\n" in full


@pytest.mark.parametrize(("count", "more"), [(1, ""), (2, " (and 1 more)"), (3, " (and 2 more)")])
def test_a_failed_test_case_says_how_much_is_wrong(count: int, more: str) -> None:
    findings = [Diagnostic(code=BAD_KEY, message=f"m{number}", at=Label(AT)) for number in range(count)]
    [case] = ElementTree.fromstring(render_junit(findings, SOURCE, CONTEXT))[0]
    [failure] = case
    assert failure.attrib == {"type": "bad-key", "message": f"m0{more}"}
    assert (failure.text or "").count("error[WFC803]") == count


def test_where_only_the_line_is_known_its_indentation_is_not_marked() -> None:
    found = Diagnostic(code=BAD_KEY, message="m", at=Label(Span("a.py", 1)))
    assert "     |     ^^^^\n" in render_full(found, {"a.py": ("    here",)})
