"""Whatever is put into the words of the language, wfc says what is wrong with it: no traceback, no silence."""

from pathlib import Path

import pytest

from wfc.cli.reading import read_specs

TEAM = """
from pydantic import BaseModel
from wfc import *
class Order(BaseModel):
    amount: int
def charge(amount: int) -> int: return amount
Charge = Operation("shop.charge", handler=charge, effect="read")
def step(**more): return Step(id="charge", operation=Charge, inputs=lambda: {"amount": 1}, **more)
def of(word, name, value, **more): return word(**{name: value}, **more)
def flow(**more): return Workflow(**{"key": "a.flow", "version": "1.0.0", "steps": [step()]} | more)
"""

MISTAKES = {
    "flow(steps=None)": "`steps` of `Workflow` cannot be None",
    "flow(steps=[Charge])": "`steps` of `Workflow` cannot hold a value of type `Operation`",
    "flow(steps=[[step()]])": "`steps` of `Workflow` cannot hold a list",
    "flow(steps=(one for one in [step()]))": "`steps` of `Workflow` cannot be a value of type `generator`",
    "flow(handlers=step())": "`handlers` of `Workflow` cannot be a value of type `Step`",
    "flow(version=1)": "`version` of `Workflow` cannot be 1",
    'flow(owners="me")': "`owners` of `Workflow` cannot be 'me'",
    "flow(input=Order(amount=1))": "`input` of `Workflow` cannot be a value of type `Order`",
    "flow(context=dict)": "`context` of `Workflow` cannot be the class `dict`",
    "flow(output=3)": "`output` of `Workflow` cannot be 3",
    'flow(triggers=["0 3 * * *"])': "`triggers` of `Workflow` cannot hold '0 3 * * *'",
    "flow(triggers=[Cron(3)])": "`expression` of `Cron` cannot be 3",
    'flow(triggers=[Cron("0 3 * * *", input=3)])': "`input` of `Cron` cannot be 3",
    'flow(sla="30s")': "`sla` of `Workflow` cannot be '30s'",
    'flow(sla=Sla("30s", alert=charge))': "`alert` of `Sla` cannot be the function `charge`",
    "flow(defaults=Retry(3))": "`defaults` of `Workflow` cannot be a value of type `Retry`",
    'flow(steps=[Step(id="a", operation=charge)])': "`operation` of `Step` cannot be the function `charge`",
    "flow(steps=[step(retry=3)])": "`retry` of `Step` cannot be 3",
    "flow(steps=[step(retry=[Retry(1), 3])])": "`retry` of `Step` cannot hold 3",
    'flow(steps=[step(retry=Retry("3"))])': "`max_attempts` of `Retry` cannot be '3'",
    'flow(steps=[step(retry=Retry(3, multiplier=float("nan")))])': "`multiplier` of `Retry` cannot be nan",
    "flow(steps=[step(retry=Retry(3, never=ValueError))])": "`never` of `Retry` cannot be the class `ValueError`",
    "flow(steps=[step(on_failure=[OnError([int], FAIL)])])": "`types` of `OnError` cannot hold the class `int`",
    "flow(steps=[step(on_failure=Fail(ValueError))])": "`type` of `Fail` cannot be the class `ValueError`",
    'flow(steps=[step(on_failure=Fail("Lost", 3))])': "`message` of `Fail` cannot be 3",
    "flow(steps=[step(compensation=Charge)])": "`compensation` of `Step` cannot be a value of type `Operation`",
    "flow(steps=[step(compensation=Compensation(charge))])": "`operation` of `Compensation` cannot be the function",
    'flow(steps=[Choice(id="a", transitions="b")])': "`transitions` of `Choice` cannot be 'b'",
    'flow(steps=[Step(id="a", operation=Operation("a", handler=3, effect="read"))])': "`handler` of `Operation` cannot",
    "flow(steps=[step(on_failure=3)])": "a transition cannot lead to a `int`",
    "flow(steps=[step(timeout=3)])": '`timeout`: 3 has no unit: write "3s"',
    'flow(title="half a character: \\ud800")': "`title` of `Workflow` cannot be",
    "flow(result=3)": "expected a lambda, got a value of type `int`",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_value_of_the_wrong_kind_is_told(mistake: str, tmp_path: Path) -> None:
    spec = tmp_path / "spec.py"
    spec.write_text(f"{TEAM}\nmade = {mistake}\n", "utf-8")
    messages = [found.message for found in read_specs([spec], tmp_path).findings]
    assert any(message.startswith(MISTAKES[mistake]) for message in messages), messages


def test_all_of_them_are_told_at_once_each_in_its_place(tmp_path: Path) -> None:
    spec = tmp_path / "spec.py"
    spec.write_text(f'{TEAM}\nmade = Workflow("a", 1, steps=[step()], title=2, sla=3)\n', "utf-8")
    line = spec.read_text("utf-8").splitlines()[-1]
    told = read_specs([spec], tmp_path).findings
    assert [line[found.at.span.col : found.at.span.end_col] for found in told] == ["1", "2", "3"]
