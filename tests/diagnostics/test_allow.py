"""`# wfc: allow[rule] reason`: what it silences, and what is said of one that silences nothing."""

from pathlib import Path

import pytest

from wfc.cli.reading import Read, read_specs
from wfc.driver import capabilities
from wfc.target import default_options, load_target

SPEC = """
from pydantic import BaseModel
from wfc import Operation, Step, Workflow
class Order(BaseModel):
    id: str
def write(id: str) -> None: ...
Write = Operation("shop.write", handler=write, effect="write")
sound = Workflow(key="shop", version="1.0.0", input=Order,  # COMMENT-1
    steps=[
    Step(id="first", operation=Write, inputs=lambda input: {"id": input.FIELD}),  # COMMENT-2
    Step(id="second", operation=Write, inputs=lambda input: {"id": input.id}, timeout="5s"),
])
"""
BOTH = "write-not-undone, write-without-timeout"


def read(tmp_path: Path, comment: str = "", field: str = "id", above: str = "") -> Read:
    spec = tmp_path / "spec.py"
    spec.write_text(SPEC.replace("COMMENT-2", comment).replace("COMMENT-1", above).replace("FIELD", field), "utf-8")
    return read_specs([spec], tmp_path)


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("", ["write-not-undone", "write-without-timeout"]),
        ("wfc: allow[write-not-undone] nobody minds", ["write-without-timeout"]),
        (f"wfc: allow[{BOTH}] nobody minds, nothing hangs", []),
        ("wfc:allow[write-not-undone,write-without-timeout]   nobody minds", []),
        ("see # wfc: allow[write-not-undone] nobody minds", ["write-not-undone", "write-without-timeout"]),
    ],
)
def test_the_rules_it_names_are_silent_on_its_line(tmp_path, comment, left):
    assert sorted(found.code.name for found in read(tmp_path, comment).findings) == left


@pytest.mark.parametrize(
    ("comment", "field", "says"),
    [
        ("wfc: allow[write-not-undone]", "id", "`write-not-undone` is allowed without a reason"),
        ("wfc: allow[write-not-undo] nobody minds", "id", "no rule is called `write-not-undo`"),
        ("wfc: allow[cycle] it comes to an end", "id", "there is no `cycle` on this line to allow"),
        ("wfc: allow[unknown-field] it will be there", "ids", "`unknown-field` is an error here, and errors cannot be"),
    ],
)
def test_one_that_silences_nothing_is_a_finding(tmp_path, comment, field, says):
    found = read(tmp_path, comment, field).findings
    [unused] = [one for one in found if one.code.name == "unused-allow"]
    assert unused.message.startswith(says)
    assert len(found) > 1, "and what it does not silence is still there"


def test_nothing_is_called_needless_before_all_checks_have_run(tmp_path):
    found = read(tmp_path, f"wfc: allow[{BOTH}] nobody minds", field="ids").findings
    assert [one.code.name for one in found] == ["unknown-field"]


def test_what_only_some_target_says_can_be_allowed_and_is_never_called_needless(tmp_path):
    checked = read(tmp_path, f"wfc: allow[{BOTH}] fine", above="wfc: allow[degraded-feature] our API validates")
    [workflow] = next(iter(checked.workflows.values()))
    target = load_target("stepfunctions")
    found = capabilities(workflow, target, default_options(target))
    assert [one.code.name for one in found] == ["degraded-feature"]
    assert checked.adding(found).findings == ()


def test_words_in_a_string_are_no_comment(tmp_path):
    description = 'description="# wfc: allow[cycle] it comes to an end",'
    found = read(tmp_path, f"wfc: allow[{BOTH}] fine", above=f"\n    {description}")
    assert found.findings == ()
