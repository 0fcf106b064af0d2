"""The stand-ins play a scenario in place of the team's handlers, and record what they were given."""

import asyncio
import inspect
import sys
from types import ModuleType

import pytest

from wfc.scenario.journal import RUN_ID
from wfc.scenario.stage import Place, Stage
from wfc.scenario.stub import on_stage

SHOP = """
from pydantic import BaseModel, Field
class Order(BaseModel):
    amount: int = Field(alias="Amount")
    note: str = "none"
class Receipt(BaseModel):
    id: str
    copies: int = 1
class Declined(Exception):
    def __init__(self, code: int, reason: str) -> None: ...
def charge(order: Order, idempotency_key: str) -> Receipt: raise AssertionError("the real handler ran")
async def mail(to: str, subject: str = "hello") -> None: raise AssertionError("the real handler ran")
"""


@pytest.fixture
def shop(monkeypatch):
    module = ModuleType("shop")
    monkeypatch.setitem(sys.modules, "shop", module)
    exec(SHOP, vars(module))
    return module


def stage(address, **script):
    operations = {
        "charge": {"handler": "shop:charge", "argument": "order", "errors": {}, "fixed": {"id": ""}},
        "mail": {"handler": "shop:mail", "argument": None, "errors": {}, "fixed": None},
    }
    roles = {
        "pay": {"operation": "charge", "timeout": 1.0, "max_duration": None},
        "tell": {"operation": "mail", "timeout": None, "max_duration": None},
    }
    slept: list[float] = []
    made = Stage(
        cast={"operations": operations, "roles": roles, "script": script, "time_scale": 0.5},
        place=lambda: Place(address),
        sleep=slept.append,
    )
    return made, slept


def test_a_stand_in_has_the_signature_of_the_handler_and_returns_its_type(shop):
    before = inspect.signature(shop.charge)
    playing, slept = stage("pay", pay=[{"output": {"id": "r1"}, "takes": 500}])
    with on_stage(playing):
        from_elsewhere = shop.charge
        assert inspect.signature(from_elsewhere) == before
        receipt = from_elsewhere(shop.Order(Amount=3), idempotency_key="run-7:pay")
    assert receipt == shop.Receipt(id="r1", copies=1)
    assert slept == [0.25]
    assert playing.journal_calls("run-7") == [
        {
            "address": "pay", "attempt": 1, "input": {"Amount": 3, "note": "none"}, "key": f"{RUN_ID}:pay",
            "output": {"id": "r1", "copies": 1}, "error": None,
        }
    ]  # fmt: skip


def test_attempts_play_the_replies_in_order_and_the_last_repeats(shop):
    playing, _ = stage("pay", charge=[{"error": "Declined", "message": "no funds"}, {"output": {"id": "r2"}}])
    with on_stage(playing):
        with pytest.raises(shop.Declined) as declined:
            shop.charge(shop.Order(Amount=3), "key")
        assert str(declined.value) == "no funds"
        assert [shop.charge(shop.Order(Amount=3), "key").id for _ in range(2)] == ["r2", "r2"]
    assert [(call.attempt, call.error) for call in playing.calls] == [(1, "Declined"), (2, None), (3, None)]


def test_an_output_that_does_not_fit_is_handed_on_for_the_generated_code_to_notice(shop):
    playing, _ = stage("pay", pay=[{"output": {"no": "id"}}])
    with on_stage(playing):
        assert shop.charge(shop.Order(Amount=3), "key") == {"no": "id"}
    assert playing.calls[0].error == "InvalidOutput"


def test_a_call_that_outlives_its_timeout_stays_recorded_as_timed_out(shop):
    playing, _ = stage("pay", pay=[{"output": {"id": "late"}, "takes": 2001}])
    with on_stage(playing):
        shop.charge(shop.Order(Amount=3), "key")
    assert (playing.calls[0].error, playing.calls[0].output) == ("Timeout", None)


def test_a_call_that_is_cut_off_within_its_timeout_is_recorded_as_cut_by_the_deadline(shop):
    playing, _ = stage("pay", pay=[{"output": {"id": "late"}, "takes": 2000}])

    def cut(seconds):
        raise KeyboardInterrupt

    playing.sleep = cut
    with on_stage(playing), pytest.raises(KeyboardInterrupt):
        shop.charge(shop.Order(Amount=3), "key")
    assert playing.calls[0].error == "Deadline"


def test_each_element_plays_its_own_part_or_that_of_all(shop):
    playing, _ = stage("pay[1]", **{"pay[1]": [{"output": {"id": "one"}}], "pay": [{"output": {"id": "all"}}]})
    with on_stage(playing):
        first = shop.charge(shop.Order(Amount=3), "key")
        playing.place = lambda: Place("pay[2]")
        second = shop.charge(shop.Order(Amount=3), "key")
    assert (first.id, second.id) == ("one", "all")
    assert [(call.address, call.attempt) for call in playing.calls] == [("pay[1]", 1), ("pay[2]", 1)]


def test_an_async_handler_without_a_script_returns_the_fixed_value_of_its_type(shop):
    playing, _ = stage("tell")
    with on_stage(playing):
        assert asyncio.run(shop.mail("x@y")) is None
    assert playing.calls[0].input == {"to": "x@y", "subject": "hello"}


def test_one_replacement_serves_every_scenario_of_the_process(shop):
    for name in ("first", "second"):
        playing, _ = stage("pay", pay=[{"output": {"id": name}}])
        with on_stage(playing):
            bound_at_import = shop.charge
            assert bound_at_import(shop.Order(Amount=1), "key").id == name
    with pytest.raises(RuntimeError, match="no scenario"):
        bound_at_import(shop.Order(Amount=1), "key")


@pytest.mark.parametrize("name", ["KeyError", "Unheard", "shop.Timeout", "Declined"])
def test_an_error_reports_exactly_the_name_and_message_of_the_script(shop, name):
    playing, _ = stage("pay", pay=[{"error": name, "message": "it's gone"}])
    with on_stage(playing), pytest.raises(Exception, match=r"^it's gone$") as raised:
        shop.charge(shop.Order(Amount=3), "key")
    assert raised.type.__name__ == name.rpartition(".")[2]
