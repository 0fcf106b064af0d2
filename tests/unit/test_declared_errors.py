"""A class in `OnError` stands for its subclasses too: those that operations declare in what the step runs (S2)."""

from pathlib import Path

import pytest

from wfc.diagnostics import Diagnostics
from wfc.frontend.load import load_spec

SPEC = """
from pydantic import BaseModel
from wfc import *
class Declined(Exception): ...
class Stolen(Declined): ...
class Empty(Declined): ...
class Late(Declined): ...
class Order(BaseModel):
    id: str
def charge() -> str: return ""
Charge = Operation("charge", handler=charge, effect="read", errors=[Stolen])
Ask = Operation("ask", handler=charge, effect="read", errors=[Empty])
Post = Operation("post", handler=charge, effect="read", errors=[Late])
def step(**more): return Step(id="step", operation=Charge, **more)
def ask(**more): return Approval(id="ask", notify=Ask, timeout="1h", **more)
child = Workflow(key="child", version="1.0.0", steps=[step()], handlers=[Step(id="late", operation=Post)])
caught = {{"on_failure": [OnError([Declined], SUCCEED)]}}
flow = Workflow(key="flow", version="1.0.0", steps=[{steps}], defaults=Defaults({defaults}))
"""
RUNS = {
    "step(**caught)": ["Declined", "Stolen"],
    "ask(**caught)": ["Declined", "Empty"],
    'Parallel(id="both", branches={"a": [step()], "b": [ask()]}, **caught)': ["Declined", "Stolen", "Empty"],
    'ForEach(id="each", items=lambda: [1], steps=[ask()], **caught)': ["Declined", "Empty"],
    'Call(id="call", workflow=child, **caught)': ["Declined", "Stolen", "Late"],
    'Call(id="call", workflow="child@1", **caught)': ["Declined", "Stolen", "Late"],
    'Wait(id="wait", duration="1h", **caught)': ["Declined"],
}


@pytest.mark.parametrize("steps", RUNS)
def test_a_step_catches_what_can_happen_in_it(steps: str, tmp_path: Path) -> None:
    workflow = _loaded(SPEC.format(steps=steps, defaults=""), tmp_path)
    (catch,) = workflow.steps[0].on_failure
    assert list(catch.types) == RUNS[steps]


def test_defaults_are_about_all_steps(tmp_path: Path) -> None:
    defaults = "retry=Retry(3, never=[Declined]), **caught"
    workflow = _loaded(SPEC.format(steps='ask(), Call(id="call", workflow=child)', defaults=defaults), tmp_path)
    everything = ("Declined", "Empty", "Stolen", "Late")
    assert workflow.defaults.on_failure[0].types == workflow.defaults.retry[0].never == everything


def _loaded(text: str, folder: Path):
    spec = folder / "declared.py"
    spec.write_text(text, "utf-8")
    found = Diagnostics()
    loaded = load_spec(spec, folder, found)
    assert found.sorted() == ()
    return next(one for one in loaded.workflows if one.key == "flow")
