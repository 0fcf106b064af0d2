"""Generated code imports handlers and models by name, so a name must lead to the very thing that the spec was given."""

from pathlib import Path

import pytest

from wfc.cli.reading import read_specs

SPEC = """
import functools
from pydantic import BaseModel
from wfc import Operation, Step, Workflow
class Order(BaseModel):
    id: str
class Shop:
    def sell(self, id: str) -> None: ...
    @staticmethod
    def close(id: str) -> None: ...
    @classmethod
    def open(cls, id: str) -> None: ...
    def __call__(self, id: str) -> None: ...
def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs): return function(*args, **kwargs)
    return wrapper
def sell(id: str, copies: int = 1) -> None: ...
@traced
def pack(id: str) -> None: ...
def flow(handler, **models):
    operation = Operation("shop.sell", handler=handler, effect="read", **models)
    step = Step(id="sell", operation=operation, inputs=lambda input: {"id": input.id})
    return Workflow(key="shop", version="1.0.0", input=Order, steps=[step])
"""
NOT_BY_NAME = "generated code cannot import the handler of `shop.sell` by its name"
CASES = {
    "sell": None,
    "pack": None,
    "Shop.close": None,
    "Shop.open": None,
    '"acme.shop:Shop.sell", input=Order, output=Order': None,
    "Shop().sell": NOT_BY_NAME,
    "Shop()": NOT_BY_NAME,
    "functools.partial(sell, copies=2)": NOT_BY_NAME,
    "traced(sell)": NOT_BY_NAME,
    "(lambda id: None)": NOT_BY_NAME,
    '"acme.shop"': "`acme.shop` is not the path of a function",
    '"acme.shop:", input=Order, output=Order': "`acme.shop:` is not the path of a function",
    '"acme.class:sell", input=Order, output=Order': "`acme.class:sell` is not the path of a function",
    '"os; import evil #:sell", input=Order, output=Order': "`os; import evil #:sell` is not the path of a function",
}


@pytest.mark.parametrize("handler", CASES)
def test_a_handler_that_generated_code_would_not_find_is_told(handler: str, tmp_path: Path) -> None:
    spec = tmp_path / "shop_flow.py"
    spec.write_text(f"{SPEC}\nmade = flow({handler})\n", "utf-8")
    messages = [found.message for found in read_specs([spec], tmp_path).findings if found.severity.value == "error"]
    assert CASES[handler] in (messages or [None])
