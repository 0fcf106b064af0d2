"""Steps may be called what lambdas call the input, the context and the error."""

import ast
from pathlib import Path

import pytest

from wfc.cli.reading import read_specs
from wfc.target import load_target

SPEC = """
from pydantic import BaseModel
from wfc import Operation, Step, Workflow
class Order(BaseModel):
    id: str
def write(id: str) -> str: return id
Write = Operation("shop.write", handler=write, effect="read")
flow = Workflow(
    key="shop", version="1.0.0", input=Order, context=Order,
    steps=[
        Step(id="input", operation=Write, inputs=lambda input: {"id": input.id}),
        Step(id="ctx", operation=Write, inputs=lambda steps: {"id": steps["input"].output}, on_failure="error"),
    ],
    handlers=[
        Step(id="error", operation=Write, on_success="last", inputs=lambda ctx, error: {"id": ctx.id + error.type}),
        Step(id="last", operation=Write, inputs=lambda error, steps: {"id": error.message + steps["error"].output}),
    ],
    result=lambda input, steps: input.id + steps["input"].output + steps["ctx"].output,
)
"""


@pytest.fixture
def flow(tmp_path: Path) -> str:
    spec = tmp_path / "spec.py"
    spec.write_text(SPEC, "utf-8")
    [workflow] = read_specs([spec], tmp_path).workflows[spec]
    tree = ast.parse(load_target("temporal").emit(workflow, {})["shop_v1/workflows.py"])
    [method] = [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef) and node.name == "_flow"]
    return ast.unparse(method)


def test_each_keeps_a_name_of_its_own(flow):
    assert flow.startswith("async def _flow(self, input: Order, ctx: Order) -> Any:")
    assert "WriteInput(id=input_)" in flow
    assert "WriteInput(id=ctx.id + error.type)" in flow
    assert "WriteInput(id=error.message + error_2)" in flow
    assert "return sendable(input.id + input_ + ctx_2)" in flow
