"""`wfc check --fix` and `--diff` on whole projects: what is repaired, what is left alone, what is written."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli._command import wfc
from wfc.cli import fixing

SHOP = '''"""A shop."""

from pydantic import BaseModel

from wfc import Operation, Retry, Step, When, Workflow


class Order(BaseModel):
    amount: int
    customer: str


class Paid(BaseModel):
    id: str
    good: bool


def charge(amount: int, *, idempotency_key: str) -> Paid: ...


def ship(to: str) -> None: ...


Charge = Operation("shop.charge", handler=charge, effect="write", idempotent="key", irreversible=True)
Ship = Operation("shop.ship", handler=ship, effect="write", idempotent="natural", irreversible=True)

shop = Workflow(
    key="shop.order",
    version="1.0.0",
    input=Order,
    steps=[
        Step(
            id="charge",  # money
            operation=Charge,
            inputs=lambda input: {"amount": input.amount},
            timeout="5s",
            retry=Retry(max_attempts=3),
            on_success="ship",
        ),
        Step(id="ship", operation=Ship, inputs=lambda input, steps: {"to": steps["charge"].output.id}, timeout="5s"),
    ],
)
'''

SLIPS = {
    "step": ('on_success="ship"', 'on_success="shipp"'),
    "read step": ('steps["charge"]', 'steps["chrage"]'),
    "field": ("input.amount", "input.amuont"),
    "key of inputs": ('"amount":', '"amuont":'),
    "value": ('effect="write", idempotent="key"', 'effect="wrote", idempotent="key"'),
    "operation": ("operation=Charge", "operation=Chrage"),
    "argument": ("retry=Retry", "rerty=Retry"),
    "argument in a line": ("output.id}, timeout=", "output.id}, timeuot="),
    "parameter in a lambda": ("input.amount", "inputt.amount"),
    "no key": ('effect="write", idempotent="key", irreversible=True', 'effect="write", irreversible=True'),
}


def slipped(*names: str) -> str:
    text = SHOP
    for name in names:
        good, bad = SLIPS[name]
        assert text.count(good) == 1, name
        text = text.replace(good, bad)
    return text


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one spec of a project, which is the current folder; it is not written yet."""
    (tmp_path / "wfc.toml").write_text("")
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path / "specs" / "mended.py"


@pytest.mark.parametrize("slip", [name for name in SLIPS if name != "no key"])
def test_a_slip_is_repaired_to_the_very_text_it_was_before(spec, slip):
    spec.write_text(slipped(slip))
    ended = wfc("check", "--fix")
    assert spec.read_text() == SHOP
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr.startswith("fixed specs/mended.py: rename `")


def test_the_spec_without_a_slip_is_clean(spec):
    spec.write_text(SHOP)
    for option in ("--fix", "--diff"):
        ended = wfc("check", option)
        assert (ended.exit_code, ended.stdout, spec.read_text()) == (0, "", SHOP)


def test_the_key_is_said_where_the_handler_takes_it(spec):
    spec.write_text(slipped("no key"))
    assert wfc("check", "--fix").exit_code == 0
    assert 'effect="write", irreversible=True, idempotent="key")' in spec.read_text()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("amount: int, *, idempotency_key: str", "amount: int"),
        ('handler=charge, effect="write"', 'handler=charge, effect="write", idempotent="none"'),
    ],
    ids=["the handler takes none", "the author says none"],
)
def test_the_key_is_not_said_otherwise(spec, good, bad):
    text = slipped("no key").replace(good, bad)
    spec.write_text(text)
    ended = wfc("check", "--fix", "--output-format", "json")
    assert [(found["code"], found["fix"]) for found in json.loads(ended.stdout)] == [("WFC401", None)]
    assert (ended.exit_code, spec.read_text()) == (1, text)


def test_what_no_condition_covers_ends_with_a_failure(spec):
    spec.write_text(SHOP.replace('on_success="ship"', 'on_success=[When(lambda output: output.good, "ship")]'))
    assert wfc("check", "--fix").exit_code == 0
    fixed = spec.read_text()
    assert (
        'on_success=[When(lambda output: output.good, "ship"), Otherwise(Fail("Unmatched", "no condition held"))],'
    ) in fixed
    assert "from wfc import Fail, Operation, Otherwise, Retry, Step, When, Workflow\n" in fixed


def test_repairs_go_on_until_nothing_more_can_be_repaired(spec):
    """Found in different stages, some behind others in one expression."""
    slips = ("step", "read step", "field", "key of inputs", "value", "operation")
    spec.write_text(slipped(*slips).replace(".output.id", ".output.idd"))
    ended = wfc("check", "--fix")
    assert (ended.exit_code, spec.read_text()) == (0, SHOP)
    assert ended.stderr.count("fixed specs/mended.py: ") == len(slips) + 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('on_success="ship"', 'on_success="zzz"'),
        ("    customer: str\n", "    customer: str\n    amounts: int\n    amountz: int\n"),
        ('on_success="ship"', 'on_success="chargee"'),
        ('on_success="ship"', 'on_success="sh" "ipp"'),
    ],
    ids=["nothing is close", "two are close", "it would make a cycle", "not written plainly"],
)
def test_what_is_not_beyond_doubt_is_left_to_the_author(spec, good, bad):
    text = SHOP.replace(good, bad)
    text = text.replace("input.amount", "input.amountx") if "amountz" in bad else text
    spec.write_text(text)
    ended = wfc("check", "--fix")
    assert (ended.exit_code, spec.read_text()) == (1, text)
    assert "\nfixed" not in ended.stderr


def test_what_was_tried_and_left_is_said(spec):
    spec.write_text(SHOP.replace('on_success="ship"', 'on_success="chargee"'))
    ended = wfc("check", "--fix")
    assert "left specs/mended.py alone: it would not make it better: rename `chargee` to `charge`\n" in ended.stderr


def test_a_repair_that_helps_is_kept_beside_one_that_does_not(spec):
    spec.write_text(slipped("value").replace('on_success="ship"', 'on_success="chargee"'))
    wfc("check", "--fix")
    assert 'effect="write", idempotent="key"' in spec.read_text()
    assert 'on_success="chargee"' in spec.read_text()


def test_a_repair_is_no_less_one_because_other_errors_come_to_light(spec):
    """The wrong type of a later stage stands in the same line, and in the same file, as what is repaired."""
    begun, steps = SHOP.split("        Step(\n", 1)
    steps = " ".join(slipped("step").split("        Step(\n", 1)[1].split()).replace('steps["charge"].output.id', "1")
    spec.write_text(f"{begun}Step({steps}".replace("# money", ""))
    ended = wfc("check", "--fix", "--output-format", "json")
    assert [found["code"] for found in json.loads(ended.stdout)] == ["WFC204"]
    assert 'on_success="ship"' in spec.read_text()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "mark"])
def test_every_other_byte_stays(spec, mark, end):
    def as_bytes(text: str) -> bytes:
        return mark + f"{text}# \u2028\x0c é 漢\n\n\n#\tend".encode().replace(b"\n", end)

    spec.write_bytes(as_bytes(slipped("step", "field")))
    assert wfc("check", "--fix").exit_code == 0
    assert spec.read_bytes() == as_bytes(SHOP)


def test_the_coding_that_a_comment_names_means_no_more_than_to_the_loader(spec):
    spec.write_bytes(f"# -*- coding: latin-1 -*-\nÉ = 'é'; {slipped('field')}".replace('"""A shop."""', "").encode())
    before = spec.read_bytes()
    assert wfc("check", "--fix").exit_code == 0
    assert spec.read_bytes() == before.replace(b"input.amuont", b"input.amount")


def test_a_diff_is_shown_and_nothing_is_written(spec):
    spec.write_text(slipped("step"))
    before = spec.stat()
    for options in (("--diff",), ("--fix", "--diff")):
        ended = wfc("check", *options)
        assert ended.exit_code == 1
        assert ended.stdout.startswith("--- a/specs/mended.py\n+++ b/specs/mended.py\n@@ -35,7 +35,7 @@\n")
        changed = [line for line in ended.stdout.splitlines()[2:] if line[0] in "+-"]
        assert changed == ['-            on_success="shipp",', '+            on_success="ship",']
    assert spec.stat() == before
    assert spec.read_text() == slipped("step")


def test_a_diff_has_the_ends_of_lines_and_of_the_file(spec):
    spec.write_bytes(slipped("step").replace("\n", "\r\n").encode() + b"x = 'shipp'")
    shown = wfc("check", "--diff").stdout_bytes
    assert b'-            on_success="shipp",\r\n+            on_success="ship",\r\n' in shown
    spec.write_text(f"{SHOP}place = 1\nx = plaec")
    shown = wfc("check", "--diff").stdout_bytes
    assert shown.endswith(b"-x = plaec\n\\ No newline at end of file\n+x = place\n\\ No newline at end of file\n")


def test_the_documented_diff_is_the_one_that_is_shown(spec):
    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    [text] = re.findall(r"Let this be `specs/tell.py`:\n\n```python\n(.*?)```", page, re.DOTALL)
    [shown] = re.findall(r"```diff\n(.*?)```", page, re.DOTALL)
    spec.with_name("tell.py").write_text(text.replace('"text": "hello"', '"txt": "hello"'))
    assert wfc("check", "--diff").stdout == shown


@pytest.mark.parametrize(
    ("text", "exit_code"),
    [
        (slipped("step"), 1),
        (slipped("operation"), 1),
        ("import nothing_of_that_name\n", 2),
        (SHOP.replace("5s", "5"), 1),
    ],
    ids=["repairable", "loads after repair", "does not load", "not repairable"],
)
def test_the_exit_code_of_a_diff(spec, text, exit_code):
    spec.write_text(text)
    assert wfc("check", "--diff").exit_code == exit_code


def test_findings_for_machines_have_the_fix(spec):
    spec.write_text(slipped("step"))
    [found] = json.loads(wfc("check", "--output-format", "json").stdout)
    assert found["fix"] == {
        "kind": "rename",
        "title": "rename `shipp` to `ship`",
        "at": {"file": "specs/mended.py", "line": 38, "col": 24, "end_line": 38, "end_col": 29, "text": ""},
        "old": "shipp",
        "new": "ship",
    }


def test_a_file_that_changed_meanwhile_is_not_written(spec, monkeypatch):
    spec.write_text(slipped("step"))

    def check_and_edit(*given):
        fixed = fix_specs(*given)
        spec.write_text("# another text\n")
        return fixed

    fix_specs = fixing.fix_specs
    monkeypatch.setattr(fixing, "fix_specs", check_and_edit)
    ended = wfc("check", "--fix")
    assert (ended.exit_code, spec.read_text()) == (1, "# another text\n")
    assert "specs/mended.py changed while the checks ran" in ended.stderr
    assert [path.name for path in spec.parent.iterdir() if path.is_file()] == ["mended.py"]


def test_a_spec_that_rewrites_itself_while_it_is_checked_is_not_written(spec):
    spec.write_text(slipped("step") + "\nfrom pathlib import Path\nPath(__file__).write_text('gone = 1')\n")
    ended = wfc("check", "--fix")
    assert (ended.exit_code, spec.read_text()) == (1, "gone = 1")


def test_a_read_only_file_is_named(spec, monkeypatch):
    spec.write_text(slipped("step"))
    spec.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write everything
    ended = wfc("check", "--fix")
    assert (ended.exit_code, spec.read_text()) == (2, slipped("step"))
    assert "cannot write specs/mended.py: it is read-only" in ended.stderr


def test_the_mode_of_a_file_stays(spec):
    spec.write_text(slipped("step"))
    spec.chmod(0o750)
    assert wfc("check", "--fix").exit_code == 0
    assert spec.stat().st_mode & 0o777 == 0o750


def test_a_module_that_a_spec_imports_is_not_repaired(spec):
    imported, rest = slipped("no key").split("shop = Workflow(")
    library = spec.parent.parent / "lib" / "shop_operations_of_a_team.py"
    library.parent.mkdir()
    library.write_text(imported)
    path = f"import sys\nsys.path.append({str(library.parent)!r})\nfrom {library.stem} import *\n"
    spec.write_text(f"{path}shop = Workflow({rest}")
    ended = wfc("check", "--fix")
    assert (ended.exit_code, library.read_text()) == (1, imported)
    assert "left lib/shop_operations_of_a_team.py alone: it is no spec file that was asked for: " in ended.stderr


def test_a_link_out_of_the_project_is_not_followed(spec, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "mended.py"
    outside.write_text(slipped("step"))
    spec.symlink_to(outside)
    assert wfc("check", "--fix").exit_code == 1
    assert outside.read_text() == slipped("step")
    assert spec.is_symlink()


def test_a_link_within_the_project_stays_one(spec):
    real = spec.with_name("really.txt")
    real.write_text(slipped("step"))
    spec.symlink_to(real)
    assert wfc("check", "--fix").exit_code == 0
    assert spec.is_symlink()
    assert real.read_text() == SHOP


def test_specs_that_import_each_other_are_repaired_together(spec):
    """The caller is checked with the repaired child, which is not written yet."""
    child = spec.with_name("shop_child_that_is_called.py")
    child.write_text(slipped("step"))
    caller = (
        "from shop_child_that_is_called import Order, shop\nfrom wfc import Call, Workflow\n\n"
        'outer = Workflow(key="shop.outer", version="1.0.0", input=Order, steps=[\n'
        '    Call(id="call", workflow=shop, inputs=lambda input: '
        '{"amount": input.amuont, "customer": input.customer}),\n])\n'
    )
    (spec.with_name("a_caller.py")).write_text(caller)
    ended = wfc("check", "--fix")
    assert (ended.exit_code, child.read_text()) == (0, SHOP)
    assert "input.amount," in spec.with_name("a_caller.py").read_text()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"x = 1\x00",
        b"def (",
        b"raise SystemExit(3)",
        b"",
        b"\xef\xbb\xbf\xef\xbb\xbfx",
        "x = ｘy".encode(),
    ],
    ids=["not UTF-8", "null", "syntax", "exit", "empty", "two marks", "wide letters"],
)
def test_hostile_files_stay_as_they_are(spec, data):
    spec.write_bytes(data)
    for option in ("--fix", "--diff"):
        ended = wfc("check", option)
        assert ended.exit_code == 2
        assert "Traceback" not in ended.output
        assert spec.read_bytes() == data


def test_a_spec_that_tampers_with_imports_is_repaired_all_the_same(spec):
    """It takes our finder away, and leaves something among the modules that raises when it is looked at."""
    tamper = (
        "\nimport sys\n"
        "class Bad:\n    def __getattr__(self, name): raise RuntimeError\n"
        "sys.modules['bad_of_fixes'] = Bad()\n"
        "sys.meta_path[:] = [one for one in sys.meta_path if 'drafts' not in type(one).__module__]\n"
    )
    spec.write_text(slipped("step") + tamper)
    assert wfc("check", "--fix").exit_code == 0
    assert spec.read_text() == SHOP + tamper
    del sys.modules["bad_of_fixes"]


def test_a_check_says_that_there_are_repairs(spec):
    spec.write_text(slipped("step"))
    assert wfc("check").stderr.endswith("1 of them may be repaired by `wfc check --fix`; `--diff` shows how\n")
    spec.write_text(SHOP.replace("5s", "five"))
    assert "--fix" not in wfc("check").stderr


def test_a_terminal_is_not_steered_by_a_diff(spec, monkeypatch):
    spec.write_text(
        slipped("step")
        .replace("# money", "# \x1b[2J \u202e")
        .replace(SLIPS["step"][1] + ",\n", SLIPS["step"][1] + ",  # \x1b[2J\n")
    )
    plain = wfc("check", "--diff").stdout
    assert "\x1b[2J" in plain
    monkeypatch.setattr(fixing, "is_terminal", lambda: True)
    shown = wfc("check", "--diff").stdout
    assert "\x1b" not in shown
    assert 'on_success="ship",  # \u241b[2J' in shown


def test_only_fixes_load_libcst(spec):
    spec.write_text(slipped("step"))
    for options, loaded in (((), "False"), (("--diff",), "True")):
        program = f"import sys; from wfc.cli import cli; cli({['check', *options]}, standalone_mode=False)"
        lines = f"import atexit, sys; atexit.register(lambda: print('libcst' in sys.modules)); {program}"
        done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
        assert done.stdout.splitlines()[-1] == loaded
