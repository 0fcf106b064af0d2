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
def polled(**more): return step(poll=Poll(lambda: True, **more))
def ask(**more): return Approval(**{"id": "ask", "notify": Charge, "inputs": lambda: {"amount": 1}} | more)
def nested(depth, node):
    for number in range(depth): node = Parallel(id=f"p{number}", branches={"only": [node]})
    return node
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
    'flow(deadline="0s")': "a `deadline` of nothing lets no step begin",
    'flow(deadline="soon")': "`deadline`: 'soon' is not a duration",
    "flow(after_compensation=Charge)": "`after_compensation` of `Workflow` cannot be a value of type `Operation`",
    "flow(after_compensation=step(on_success=FAIL))": "the step of `after_compensation` cannot have `on_success`",
    "flow(after_compensation=step(on_failure=FAIL))": "the step of `after_compensation` cannot have `on_failure`",
    'flow(after_compensation=step(sla=Sla("1s")))': "the step of `after_compensation` cannot have `sla`",
    "flow(after_compensation=polled())": "the step of `after_compensation` cannot have `poll`",
    'flow(after_compensation=step(compensation="x"))': "the step of `after_compensation` cannot have `compensation`",
    'flow(steps=[Parallel(id="a", branches=[step()])])': "`branches` of `Parallel` cannot be a list",
    'flow(steps=[Parallel(id="a", branches={1: [step()]})])': "`branches` of `Parallel` cannot be a value of type",
    'flow(steps=[Parallel(id="a", branches={"one": step()})])': "`branches` of `Parallel` cannot be a value of type",
    'flow(steps=[Parallel(id="a", branches={})])': "a `Parallel` without branches does nothing",
    'flow(steps=[Parallel(id="a", branches={"one": []})])': "the branch `one` has no steps",
    'flow(steps=[Parallel(id="a", branches={"1st": [step()]})])': "'1st' is not the name of a branch",
    'flow(steps=[Parallel(id="a", branches={"a" * 65: [step()]})])': "'aaa",
    'flow(steps=[Parallel(id="a", branches={"b": [step(retry=3)]})])': "`retry` of `Step` cannot be 3",
    "flow(steps=[nested(17, step())])": "`charge` stands in more than 16 branches and bodies inside each other",
    "flow(steps=[nested(5000, step())])": "`p4982` stands in more than 16 branches and bodies inside each other",
    'flow(steps=[ForEach(id="a", items=lambda: [1], steps=[])])': "a `ForEach` without steps does nothing",
    'flow(steps=[ForEach(id="a", items=lambda: [1], steps=[Charge])])': "`steps` of `ForEach` cannot hold a value",
    'flow(steps=[ForEach(id="a", items=[1], steps=[step()])])': "expected a lambda, got a value of type `tuple`",
    'flow(steps=[ForEach(id="a", items=lambda: [1], steps=[step()], max_concurrency=0)])': "`max_concurrency` of `F",
    'flow(steps=[ForEach(id="a", items=lambda: [1], steps=[step()], max_concurrency=True)])': "`max_concurrency` of",
    'flow(steps=[Wait(id="a")])': "this `Wait` has neither `duration` nor `until`",
    'flow(steps=[Wait(id="a", duration="1h", until=lambda: "")])': "this `Wait` has both `duration` and `until`",
    'flow(steps=[Wait(id="a", duration=3)])': '`duration`: 3 has no unit: write "3s"',
    'flow(steps=[Wait(id="a", until="tomorrow")])': "`until`: 'tomorrow' is not an instant",
    'flow(steps=[Wait(id="a", until="2026-02-30T00:00:00Z")])': "`until`: '2026-02-30T00:00:00Z' is not an instant",
    'flow(steps=[Wait(id="a", until=3)])': "expected a lambda, got a value of type `int`",
    "flow(steps=[polled(max_polls=0)])": "`max_polls` of `Poll` cannot be 0",
    'flow(steps=[polled(every="0s")])': "`every` of `Poll` cannot be zero",
    'flow(steps=[polled(timeout="0s")])': "`timeout` of `Poll` cannot be zero",
    'flow(steps=[polled(every="1h", timeout="1h")])': "a poll every 1h never comes a second time within 1h",
    "flow(steps=[step(poll=Poll(True))])": "expected a lambda, got a value of type `bool`",
    "flow(steps=[step(poll=lambda: True)])": "`poll` of `Step` cannot be the function `<lambda>`",
    "flow(steps=[ask(notify=charge)])": "`notify` of `Approval` cannot be the function `charge`",
    "flow(steps=[ask(form=dict)])": "`form` of `Approval` cannot be the class `dict`",
    'flow(steps=[ask(remind="1h")])': "`remind` of `Approval` cannot be '1h'",
    'flow(steps=[ask(timeout="1h", remind=Escalate("1h", Charge))])': "the reminder after 1h comes too late",
    "flow(steps=[ask(on_timeout=FAIL)])": "an `Approval` without `timeout` waits for ever",
    "flow(steps=[ask(on_success=NEXT, on_approved=NEXT)])": "`on_success` and `on_approved` of an `Approval` both say",
    "flow(steps=[ask(on_rejected=3)])": "a transition cannot lead to a `int`",
    'flow(steps=[Receive(id="a", event="it is", correlate=lambda: "1")])': "`event` of `Receive` cannot be 'it is'",
    'flow(steps=[Receive(id="a", event="it", correlate="1")])': "expected a lambda, got a value of type `str`",
    'flow(steps=[Receive(id="a", event="it", correlate=lambda: "1", payload=3)])': "`payload` of `Receive` cannot be 3",
    'flow(steps=[Call(id="a", workflow=3)])': "`workflow` of `Call` cannot be 3",
    'flow(steps=[Call(id="a", workflow=flow(title=3))])': "`title` of `Workflow` cannot be 3",
    'flow(steps=[Call(id="a", workflow="a.flow")])': "`a.flow` is not a workflow with its version",
    'flow(steps=[Call(id="a", workflow="b.flow@1")])': "no workflow `b.flow@1` stands in this file",
    'flow(steps=[Call(id="a", workflow="a.flow@1")])': "`a.flow` calls itself: `a.flow` → `a.flow`",
    'flow(sla=Sla("30s", in_flight="yes"))': "`in_flight` of `Sla` cannot be 'yes'",
    'flow(sla=Sla("30s", in_flight=True, escalate=["1m"]))': "`escalate` of `Sla` cannot hold '1m'",
    'flow(sla=Sla("30s", escalate=[Escalate("1m", Charge)]))': "`escalate` is about what still goes on",
    'flow(sla=Sla("1m", False, in_flight=True, escalate=[Escalate("2m", Charge)]))': "`escalate` of an `Sla` that",
    'flow(sla=Sla("1m", in_flight=True, escalate=[Escalate("1m", Charge)]))': "the escalation after 1m does not come",
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
