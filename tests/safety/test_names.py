"""What must be a name, a path or a number of its own kind takes no other text: there is a diagnostic at its place.

Where such a text is legal after all (a time zone called `UTC`, an operation called `print`), the output is sound.
"""

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.safety._compile import compile_files
from tests.safety._hostile import HALVES, HOSTILE, LONG

TEAM = '''"""The team's code."""

from pydantic import BaseModel


class Order(BaseModel):
    amount: int = 1


class Busy(Exception):
    pass


def work(amount: int) -> int:
    return amount
'''

SPEC = '''"""A spec whose {place} is hostile."""

from names_team import Busy, Order, work
from wfc import Choice, Compensation, Cron, Fail, NEXT, OnError, Operation, Otherwise, Retry, Sla, Step, When, Workflow

TEXT = {text}

Work = Operation({operation_key}, handler={handler}, effect={effect}, idempotent={idempotent},
                 errors=[Busy, {declared}], version={operation_version}{models})

flow = Workflow(
    key={key},
    version={version},
    stability={stability},
    input=Order,
    entry={entry},
    triggers=[Cron({cron}, timezone={timezone}, overlap={overlap}, input={{"amount": 1}})],
    sla=Sla(max_duration={duration}),
    steps=[
        Step(
            id={id},
            operation=Work,
            inputs=lambda input: {{"amount": input.amount}},
            timeout={timeout},
            retry=Retry(max_attempts=2, only=[{only}], never=[{never}], backoff={backoff}, initial={initial}),
            compensation={compensation},
            on_success={on_success},
            on_failure=[OnError([{caught}], {target}), Otherwise(Fail({fail}, "x"))],
        ),
    ],
    handlers=[
        Step(id="other", operation=Work, inputs=lambda: {{"amount": 2}}, timeout="1s"),
        Step(id="undo", operation=Work, inputs=lambda: {{"amount": 3}}, timeout="1s"),
    ],
)
'''

HARMLESS = {
    "operation_key": '"do.work"',
    "operation_version": '"1.0.0"',
    "handler": "work",
    "models": "",
    "effect": '"write"',
    "idempotent": '"natural"',
    "declared": '"Late"',
    "key": '"all.names"',
    "version": '"1.0.0"',
    "stability": '"stable"',
    "entry": "None",
    "cron": '"0 3 * * *"',
    "timezone": '"UTC"',
    "overlap": '"allow"',
    "duration": '"1h"',
    "id": '"first"',
    "timeout": '"10s"',
    "only": '"Busy"',
    "never": '"Late"',
    "backoff": '"constant"',
    "initial": '"1s"',
    "compensation": '"undo"',
    "on_success": "NEXT",
    "caught": '"Busy"',
    "target": '"other"',
    "fail": '"Odd"',
}

TEXTS = (
    *HOSTILE[::3], *HALVES, LONG[0], "a.b\nimport os", "os:system", "m:f(x)", "m:f\nimport os", "class:def", "m:", ":f",
    "m f:g", "../m:f", "States.ALL", "{% $x %}",
)  # fmt: skip


def _spec(place: str, text: str) -> str:
    slots = HARMLESS | {place: "TEXT"} if place else HARMLESS
    if place == "handler":  # with both models the compiler does not import it
        slots = slots | {"models": ", input=Order, output=Order"}
    return SPEC.format(place=place, text=ascii(text), **slots)


def _compile(place: str, text: str, folder: Path):
    return compile_files({"spec.py": _spec(place, text), "names_team.py": TEAM}, folder)


def test_the_harmless_one_compiles(tmp_path: Path) -> None:
    outcome = _compile("", "", tmp_path)
    assert outcome.errors == ()
    assert len(outcome.files) > 8


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(set(HARMLESS) - {"models", "operation_version"}))
def test_no_text_passes_for_a_name(place: str, tmp_path: Path) -> None:
    for text in TEXTS:
        outcome = _compile(place, text, tmp_path)
        assert {error.at.span.file for error in outcome.errors} <= {"spec.py"}, text
        assert all(error.at.span.line > 0 for error in outcome.errors), text
        assert outcome.errors or _is_name(text), text
        _is_sound(outcome.files)


def _is_name(text: str) -> bool:
    """Names of classes, keys and ids, or a path to a function."""
    return all(part.isidentifier() for part in re.split(r"[.:]", text))


def _is_sound(files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        assert re.fullmatch(r"(\w+/)?[\w-]+(\.\w+)+", path.partition("/")[2]), path
        if not path.endswith(".py"):
            json.loads(data)
            continue
        calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(data)) if isinstance(node, ast.Call)}
        assert not {call for call in calls if call in {"canary", "eval", "exec", "__import__"}}, path
