"""What a `Call` runs: the workflow that it holds, or the one of its file that its text names; each is read once."""

from pathlib import Path

import pytest

from wfc.diagnostics import Diagnostics
from wfc.frontend.load import load_spec
from wfc.ir.surface import Call, Workflow

WORDS = """
from pydantic import BaseModel
from wfc import *
class Order(BaseModel):
    id: str
def label(order: str) -> str: return order
Label = Operation("shop.label", handler=label, effect="read")
def step(id="label"): return Step(id=id, operation=Label, inputs=lambda input: {"order": input.id})
def flow(key, *steps, version="1.0.0"):
    return Workflow(key=key, version=version, input=Order, output=Order, steps=[*steps])
def call(workflow, id="call"): return Call(id=id, workflow=workflow, inputs=lambda input: input)
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write spec files and load the last one: its workflows by key, and the messages."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def loaded(**texts: str) -> tuple[dict[str, Workflow], list[str]]:
        for name, text in texts.items():
            (tmp_path / f"{name}.py").write_text(WORDS + text, "utf-8")
        found = Diagnostics()
        spec = load_spec(tmp_path / f"{name}.py", tmp_path, found)
        return {one.key: one for one in spec.workflows}, [one.message for one in found.sorted()]

    return loaded


def keys(workflows: tuple[Workflow, ...]) -> list[str]:
    return [one.key for one in workflows]


def test_the_children_are_those_that_are_called_each_once_in_order_of_calls(load):
    workflows, messages = load(
        calls_children="""
pack, send, stray = flow("pack", step()), flow("send", step()), flow("stray", step())
order = flow("order", call(send, "a"),
             Parallel(id="b", branches={"b": [call("pack@1", "c"), call(send, "d")]}),
             ForEach(id="e", items=lambda: [1], steps=[call("send@1.0.0", "f")]))
"""
    )
    assert messages == []
    assert keys(workflows["order"].children) == ["send", "pack"]
    assert workflows["order"].children[0] is workflows["send"], "it was read once"


def test_children_have_children_of_their_own(load):
    workflows, _ = load(
        calls_grandchildren="""
print_ = flow("print", step())
pack = flow("pack", call(print_))
order = flow("order", call(pack))
"""
    )
    (pack,) = workflows["order"].children
    assert (pack.key, keys(pack.children)) == ("pack", ["print"])


def test_a_child_of_another_file_stands_in_its_own_file_and_names_its_own_neighbours(load):
    workflows, messages = load(
        calls_elsewhere="""
print_ = flow("print", step())
pack = flow("pack", call("print@1"))
""",
        calls_here="""
from calls_elsewhere import pack
order = flow("order", call("pack@1"))
""",
    )
    assert (messages, list(workflows)) == ([], ["order"])
    (pack,) = workflows["order"].children
    assert (pack.file, pack.steps[0].span.file) == ("calls_elsewhere.py", "calls_elsewhere.py")
    assert keys(pack.children) == ["print"], "which is no name of the file that is loaded"


@pytest.mark.parametrize(("text", "version"), [("pack@1", "1.10.0"), ("pack@1.9.0", "1.9.0"), ("pack@2", "2.0.0")])
def test_a_text_names_a_whole_version_or_the_latest_of_a_major_one(load, text, version):
    workflows, messages = load(
        calls_versions=f"""
old, newer, newest = (flow("pack", step(), version=version) for version in ("1.9.0", "1.10.0", "2.0.0"))
order = flow("order", call("{text}"))
"""
    )
    assert messages == []
    (node,) = workflows["order"].steps
    assert isinstance(node, Call)
    assert (node.workflow, node.version) == ("pack", version)


def test_the_models_that_a_call_fills_and_reads_are_the_callers_too(load):
    workflows, _ = load(
        calls_models="""
class Parcel(BaseModel):
    number: int
pack = Workflow(key="pack", version="1.0.0", input=Order, output=Parcel, steps=[step()])
order = Workflow(key="order", version="1.0.0", steps=[call(pack)])
"""
    )
    assert [model.path for model in workflows["order"].models] == ["calls_models:Order", "calls_models:Parcel"]


def test_workflows_that_call_each_other_are_told_once(load):
    _, messages = load(
        calls_circle="""
egg = flow("egg", call("hen@1"))
hen = flow("hen", call(egg))
"""
    )
    assert messages == ["`egg` calls itself: `egg` → `hen` → `egg`"]


def test_two_different_workflows_of_one_name_cannot_both_be_called(load):
    _, messages = load(
        calls_twins="""
def pack(): return flow("pack", step())
order = flow("order", call(pack(), "a"), call(pack(), "b"))
"""
    )
    assert messages == ["this `pack` 1.0.0 is not the other one of that name and version"]


def test_what_is_wrong_with_a_child_is_not_silent(load):
    _, messages = load(
        calls_broken_elsewhere='pack = flow("pack", step("label")); more = Step(id="a", operation=Label, retry=3)',
        calls_broken="""
from calls_broken_elsewhere import more
order = flow("order", call(flow("pack", more)))
""",
    )
    assert messages == ["`retry` of `Step` cannot be 3"]


def test_a_chain_of_calls_has_an_end(load):
    _, messages = load(
        calls_chain="""
order = flow("order", step())
for number in range(300): order = flow(f"order-{number}", call(order))
"""
    )
    assert messages == ["`order-282` would be called through more than 16 other workflows"]
