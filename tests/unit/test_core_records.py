"""What reaches the core of a workflow though no line of its text shows it."""

from pathlib import Path

from wfc.cli.reading import read_specs
from wfc.ir.nodes import Receive, Workflow
from wfc.ir.types import Any, ModelRef

SPEC = """
from pydantic import BaseModel
from wfc import Operation, Receive, Step, Workflow

class Paid(BaseModel):
    amount: int

def act() -> None: ...
steps = [
    Receive(id="any", event="paid", correlate=lambda run: run.id, timeout="1d"),
    Receive(id="paid", event="paid", correlate=lambda run: run.id, payload=Paid, timeout="1d"),
]
titled = Workflow(key="shop.titled", version="1.0.0", title="Shop", description="For all.", steps=steps)
plain = Workflow(key="shop.plain", version="2.0.0", steps=steps)
"""


def flows(folder: Path) -> tuple[Workflow, ...]:
    file = folder / "shop_flows.py"
    file.write_text(SPEC, "utf-8")
    read = read_specs([file], folder)
    assert not read.failed, read.findings
    return read.workflows[file]


def test_a_workflow_without_a_title_is_called_by_its_key(tmp_path: Path) -> None:
    assert sorted((one.key, one.name, one.title, one.description) for one in flows(tmp_path)) == [
        ("shop.plain", "shop_plain_v2", "shop.plain", ""),
        ("shop.titled", "shop_titled_v1", "Shop", "For all."),
    ]


def test_an_event_without_a_model_carries_anything(tmp_path: Path) -> None:
    nodes = [node for node in flows(tmp_path)[0].nodes if isinstance(node, Receive)]
    assert [(node.id, node.payload) for node in nodes] == [("any", Any()), ("paid", ModelRef("shop_flows:Paid"))]
