"""What a platform has no room for ends a build with 1, and nothing is written."""

from pathlib import Path

from tests.cli._command import wfc

LETTERS = """
from wfc import Operation, Step, Workflow


def send(text: str) -> None: ...


Send = Operation("letters.send", handler=send, effect="write", idempotent="natural", irreversible=True)
TEXT = "x" * {length}

letters = Workflow(
    key="letters",
    version="1.0.0",
    steps=[
        Step(id=f"send-{{at}}", operation=Send, inputs=lambda: {{"text": TEXT}}, timeout="5s") for at in range({steps})
    ],
)
"""


def build(folder: Path, text: str, target: str) -> tuple[int, str, list[str]]:
    (folder / "letters.py").write_text(text)
    built = wfc("build", "letters.py", "-t", target, "-o", "out", "--output-format", "concise")
    return built.exit_code, built.stdout, sorted(path.name for path in folder.glob("out/**/*.json"))


def test_a_definition_of_more_than_a_mebibyte(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, written = build(tmp_path, LETTERS.format(length=220_000, steps=5), "stepfunctions")
    assert (code, written) == (1, [])
    assert "letters.py:11:11: error[WFC503] platform-limit: the state machine of `letters` takes 1,10" in said
    assert "bytes, and a definition of Step Functions at most 1,048,576\n" in said


def test_one_that_fits(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, written = build(tmp_path, LETTERS.format(length=200_000, steps=5), "stepfunctions")
    assert (code, "letters-v1.asl.json" in written) == (0, True)


def test_what_no_run_can_carry(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, written = build(tmp_path, LETTERS.format(length=262_134, steps=1), "stepfunctions")
    assert (code, written) == (1, [])
    assert "the input of `send-0` takes at least 262,145 bytes, more than the 262,144 bytes" in said
    assert build(tmp_path, LETTERS.format(length=262_134, steps=1), "temporal")[0] == 0


def test_an_id_that_makes_the_name_of_a_state_too_long(tmp_path, monkeypatch) -> None:
    """An id may have 64 characters; some states put more than 16 around it."""
    monkeypatch.chdir(tmp_path)
    text = """
from wfc import Approval, Escalate, Operation, Workflow

def ask() -> None: ...
Ask = Operation("letters.ask", handler=ask, effect="read")
letters = Workflow(
    key="letters",
    version="1.0.0",
    steps=[Approval(id="a" * {length}, notify=Ask, timeout="2d", remind=Escalate("1d", operation=Ask))],
)
"""
    code, said, written = build(tmp_path, text.format(length=64), "stepfunctions")
    assert (code, written) == (1, [])
    assert "after all`, with 86 characters, and Step Functions takes 80 at most" in said
    assert build(tmp_path, text.format(length=58), "stepfunctions")[0] == 0
