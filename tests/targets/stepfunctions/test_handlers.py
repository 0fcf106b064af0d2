"""The Lambda entry points: what they refuse, what they report, and that type checkers accept them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conformance.corpus import ROOT
from tests.support.core import chain, operation, order, step
from tests.support.core import workflow as build
from tests.support.team import Order, Receipt
from tests.targets.stepfunctions.emitted import everything, handlers, lone, with_points, workflow
from wfc.ir.policies import Operation, Parameter
from wfc.ir.types import Int, ModelRef, Str

EntryPoint = Callable[[Any, object], Any]


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> Callable[[Operation, Callable[..., object]], EntryPoint]:
    """Makes the entry point of an operation whose handler does as it is told."""

    def make(one: Operation, does: Callable[..., object]) -> EntryPoint:
        module, _, name = one.handler.partition(":")
        team = ModuleType(module)
        setattr(team, name, does)
        monkeypatch.setitem(sys.modules, module, team)
        code: dict[str, Any] = {}
        exec(compile(handlers(lone(one)), "handlers.py", "exec"), code)
        found: EntryPoint = code[one.key]
        return found

    return make


def reported(entry_point: EntryPoint, event: Any) -> tuple[str, str]:
    """Name and message of the exception, which is all that the machine sees."""
    with pytest.raises(Exception) as caught:
        entry_point(event, None)
    assert caught.value.__cause__ is None
    return type(caught.value).__name__, str(caught.value)


PLACE = order(handler="acme_team:place")


def test_input_arrives_validated_with_its_defaults(generated) -> None:
    seen: list[Order] = []
    place = generated(PLACE, lambda order: seen.append(order) or Receipt(Id="r1"))
    assert place({"amount": 3}, None) == {"Id": "r1", "copies": 1}
    assert seen == [Order(amount=3, note="none")]


def test_what_does_not_fit_is_refused_before_the_call(generated) -> None:
    calls: list[object] = []
    place = generated(PLACE, calls.append)
    assert reported(place, {"amount": 0}) == ("InvalidInput", "")
    assert calls == []


@pytest.mark.parametrize("returned", [None, {"id": "by attribute name"}, {"Id": 3}])
def test_a_result_that_does_not_fit_is_refused(generated, returned: object) -> None:
    assert reported(generated(PLACE, lambda order: returned), {"amount": 1}) == ("InvalidOutput", "")


def test_a_number_that_json_does_not_have_is_refused(generated) -> None:
    measure = operation("measure", handler="acme_team:measure", result_annotation="float", result_imports=())
    assert reported(generated(measure, lambda: float("nan")), {}) == ("InvalidOutput", "")


def test_a_result_that_no_state_can_carry_is_too_large(generated) -> None:
    big = generated(operation("export", handler="acme_team:export"), lambda: "x" * 300_000)
    assert reported(big, {}) == ("TooLarge", "")


class CardDeclined(Exception):
    """Of the team's own."""


class Timeout(Exception):
    """Of the team's own, though the machine gives this name a meaning."""


@pytest.mark.parametrize(
    ("raised", "name"),
    [
        (CardDeclined("do not honour"), "CardDeclined"),
        (Timeout("slow"), f"{__name__}.Timeout"),
        (KeyError("x"), "KeyError"),
    ],
)
def test_an_exception_leaves_by_its_name_and_message(generated, raised: Exception, name: str) -> None:
    def charge() -> None:
        raise raised

    assert reported(generated(operation("charge", handler="acme_team:charge"), charge), {}) == (name, str(raised))


def test_keyword_parameters_become_a_model_beside_the_key(generated) -> None:
    amount = Parameter(name="amount", type=Int(), annotation="int", imports=(), default=None)
    currency = Parameter(name="currency", type=Str(), annotation="str", imports=(), default='"EUR"')
    charge = operation(
        "charge", handler="acme_team:charge", input=ModelRef("charge()"), parameters=(amount, currency), takes_key=True
    )
    event = {"input": {"amount": 5}, "idempotency_key": "run:charge"}
    assert generated(charge, lambda **given: given)(event, None) == {
        "amount": 5,
        "currency": "EUR",
        "idempotency_key": "run:charge",
    }


def test_names_that_collide_get_a_number() -> None:
    """An operation called like its handler, which is called like something the file has already."""
    one = operation("charge", handler="acme.payments:charge")
    two = operation("json", handler="acme.files:json")
    source = handlers(with_points(build(*chain(step("charge"), step("json")), operations=(one, two))))
    assert "from acme.payments import charge as charge_2" in source
    assert "lambda: charge_2()" in source
    assert "def json_2(event" in source, "the file itself uses `json`"
    assert "from acme.files import json as json_3" in source


BOTO3 = """\
from typing import Any

def client(service_name: str) -> Any: ...
"""
"""What the functions find in Lambda, as far as they use it; boto3 itself has no types."""


@pytest.mark.slow
def test_mypy_has_nothing_to_say(tmp_path: Path) -> None:
    sources = {path: data for path, data in everything().items() if path.endswith("handlers.py")}
    sources["validated/handlers.py"] = handlers(workflow("payment.flow"), validate=True).encode()
    for path, data in sources.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(data)
    (tmp_path / "boto3.pyi").write_text(BOTO3)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache")]
    paths = [str(ROOT / "specs" / "acme"), *(str(tmp_path / path) for path in sources)]
    done = subprocess.run(
        [*command, "--scripts-are-modules", "--explicit-package-bases", *paths],
        cwd=tmp_path,
        env={"MYPYPATH": f"{ROOT / 'specs'}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
