"""`wfc run` and `wfc test`: what they print, and how they end."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from wfc.cli import cli

SPEC = """
from wfc import Compensation, Operation, Retry, Step, Workflow

Book = Operation("trips.book", handler="trips:book", effect="write", idempotent="natural")
Cancel = Operation("trips.cancel", handler="trips:cancel", effect="write", idempotent="natural")
Pay = Operation("trips.pay", handler="trips:pay", effect="read")

trip = Workflow(
    key="trip",
    version="1.0.0",
    steps=[
        Step(id="book", operation=Book, inputs=lambda: {"seats": 2},
             compensation=Compensation(Cancel, inputs=lambda output: {"ref": output})),
        Step(id="pay", operation=Pay, retry=Retry(max_attempts=2), timeout="10s"),
    ],
    result=lambda steps: steps["book"].output,
)
"""
TRIPS = """
def book(seats: int) -> str: return ""
def cancel(ref: str) -> None: ...
def pay() -> None: ...
"""
PAID = """
workflow: trip
operations: {book: [{output: ref-1, takes: 2s}], pay: [{error: Down, message: later}, {output: null}]}
expect: {status: succeeded, output: ref-1, duration: 3s}
"""
NOT_PAID = """
workflow: trip
operations: {book: [{output: ref-1}], pay: [{output: null, takes: 1m}]}
expect: {status: failed, calls: [book, pay, pay, "book:undo"], error: {type: Timeout, step: pay}}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "wfc.toml").write_text("")
    specs = tmp_path / "specs"
    (specs / "scenarios" / "trip").mkdir(parents=True)
    (specs / "trip.py").write_text(SPEC)
    (specs / "trips.py").write_text(TRIPS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(specs))
    return tmp_path


def scenario(project: Path, name: str, text: str) -> str:
    file = project / "specs" / "scenarios" / "trip" / f"{name}.yaml"
    file.write_text(text.lstrip())
    return str(file)


def wfc(*args: str):
    return CliRunner().invoke(cli, args)


def test_run_shows_when_what_happens(project):
    ended = wfc("run", "specs/trip.py", "--scenario", scenario(project, "not_paid", NOT_PAID))
    assert ended.exit_code == 0
    assert ended.stdout == (
        "trip 1.0.0, not_paid\n"
        "\n"
        "time  call       try  took\n"
        '  0s  book         1        "ref-1"\n'
        "  0s  pay          1   10s  Timeout\n"
        " 10s  pay               1s  waiting\n"
        " 11s  pay          2   10s  Timeout\n"
        " 21s                        undoing, because of Timeout\n"
        " 21s  book:undo    1        ok\n"
        " 21s  failed                Timeout in pay\n"
    )


def test_run_says_what_is_wrong_with_a_scenario(project):
    ended = wfc("run", "specs/trip.py", "--scenario", scenario(project, "bad", "workflow: trap"))
    assert ended.exit_code == 1
    assert "the spec has no workflow `trap`" in ended.stdout
    assert "did you mean `trip`?" in ended.stdout


def test_test_is_content_when_all_is_as_expected(project):
    scenario(project, "paid", PAID)
    scenario(project, "not_paid", NOT_PAID)
    ended = wfc("test", "specs/trip.py")
    assert ended.exit_code == 0
    assert ended.stdout.startswith("2 scenarios: 2 as expected, 0 not")


def test_test_shows_what_was_expected_and_what_came(project):
    scenario(project, "paid", PAID.replace("status: succeeded", "status: failed"))
    scenario(project, "not_paid", NOT_PAID.replace("[book, pay, pay,", "[book, pay,"))
    ended = wfc("test", "specs/trip.py")
    assert ended.exit_code == 1
    assert 'status: expected "failed", got "succeeded"' in ended.stdout
    assert "  calls:\n      book\n      pay\n    + pay\n      book:undo\n" in ended.stdout


def test_test_wants_every_output_scripted_that_a_lambda_reads(project):
    scenario(project, "lazy", "workflow: trip")
    ended = wfc("test", "specs/trip.py")
    assert ended.exit_code == 1
    assert "`book` is called without a script, but a lambda reads its output" in ended.stdout


def test_test_selects_by_name_and_writes_junit(project):
    scenario(project, "paid", PAID)
    scenario(project, "not_paid", NOT_PAID)
    ended = wfc("test", "specs/trip.py", "-k", "paid and not (not_paid or late)", "--junit", "report.xml")
    assert ended.stdout.startswith("1 scenarios")
    [suite] = ElementTree.parse(project / "report.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [(case.get("classname"), case.get("name")) for case in suite] == [("trip", "paid")]


def test_test_reports_what_no_scenario_exercised(project):
    scenario(project, "paid", PAID)
    ended = wfc("test", "specs/trip.py", "--coverage", "--min", "90")
    assert ended.exit_code == 1
    assert "trip 1.0.0: 80 % of 5\n  never: book:undo\n" in ended.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("specs/trip.py",), "no scenario to play"),
        (("specs/trap.py",), "`specs/trap.py` does not exist"),
        (("specs/trip.py", "--junit", "nowhere/report.xml"), "cannot write to nowhere/report.xml: No such file"),
        (("specs/trip.py", "--target", "temporel"), "did you mean `temporal`?"),
        (("specs/trip.py", "--target", "all"), "one target at a time"),
    ],
)
def test_test_ends_with_2_when_it_cannot_work(project, args, says):
    if len(args) > 1:
        scenario(project, "paid", PAID)
    ended = wfc("test", *args)
    assert ended.exit_code == 2
    assert says in ended.stderr


def test_test_ends_with_2_when_a_selection_cannot_be_read(project):
    scenario(project, "paid", PAID)
    ended = wfc("test", "specs/trip.py", "-k", "paid and")
    assert ended.exit_code == 2
    assert "-k 'paid and' is no selection" in ended.stderr


def test_test_shows_the_errors_of_a_broken_spec_and_leaves_its_scenarios_alone(project):
    scenario(project, "paid", PAID)
    (project / "specs" / "trip.py").write_text(SPEC.replace('steps["book"]', 'steps["bok"]'))
    ended = wfc("test", "specs/trip.py")
    assert ended.exit_code == 1
    assert "did you mean `book`?" in ended.stdout
    assert "0 scenarios" in ended.stdout


@pytest.fixture
def refused(project):
    """A workflow that Step Functions cannot have."""
    spec = project / "specs" / "trip.py"
    spec.write_text(SPEC.replace("Workflow\n", "Workflow, Cron\n", 1).replace("result=", QUEUED))
    return scenario(project, "paid", PAID)


QUEUED = 'triggers=[Cron("0 3 * * *", overlap="queue")],\n    result='


@pytest.mark.parametrize("command", [["test", "specs/trip.py"], ["run", "specs/trip.py", "--scenario"]])
def test_what_a_target_refuses_is_not_played_there(refused, command, monkeypatch):
    monkeypatch.setenv("WFC_ENGINES", "no such folder")
    ended = wfc(*command, *([refused] if command[0] == "run" else []), "--target", "stepfunctions")
    assert ended.exit_code == 1
    assert "stepfunctions cannot do `cron-overlap-queue`" in ended.stdout


CALLING = """
outer = Workflow(key="outer", version="1.0.0", steps=[Call(id="go", workflow=trip)])
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("workflow: trip\ncancel: {after: 1s}", "stepfunctions cannot do `cancel`"),
        ("workflow: outer\noperations: {go: [{output: ref-1}]}", "`go` has a script in place of a workflow"),
    ],
)
@pytest.mark.parametrize("command", [["test", "specs/trip.py"], ["run", "specs/trip.py", "--scenario"]])
def test_a_scenario_that_a_target_cannot_play_is_left_out_and_said_so(project, command, text, why, monkeypatch):
    monkeypatch.setenv("WFC_ENGINES", "no such folder")
    (project / "specs" / "trip.py").write_text(SPEC.replace("import Comp", "import Call, Comp") + CALLING)
    file = scenario(project, "odd", text)
    ended = wfc(*command, *([file] if command[0] == "run" else []), "--target", "stepfunctions")
    assert ended.exit_code == (command[0] == "run")
    assert why in ended.output


def test_test_does_not_pass_over_an_empty_scenario(project):
    scenario(project, "paid", PAID)
    scenario(project, "later", "")
    ended = wfc("test", "specs/trip.py")
    assert ended.exit_code == 1
    assert "specs/scenarios/trip/later.yaml:1" in ended.stdout
    assert "the file is empty" in ended.stdout
