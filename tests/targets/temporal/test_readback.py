"""What a package says is read from its source: sound ones agree with the core, and a changed word does not."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.corpus import specs
from tests.conformance.generate.examples import Example, Shelf, check_examples, words_of
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import Workflow
from wfc.ir.walk import family
from wfc.target import default_options, load_target
from wfc_targets.temporal.readback.package import validate

TARGET = load_target("temporal")
WORKFLOWS = {one.name: one for of_spec in specs().workflows.values() for one in of_spec}
EXAMPLES = 20


@cache
def files_of(name: str) -> Mapping[str, bytes]:
    return TARGET.emit(WORKFLOWS[name], default_options(TARGET))


def said_of(name: str, module: str, old: str, new: str) -> str:
    """What is said when a text of an output is another one."""
    path = f"{name}/{module}"
    text = files_of(name)[path].decode()
    assert old in text, f"{path} has changed: write the fault anew"
    changed = {**files_of(name), path: text.replace(old, new, 1).encode()}
    return "; ".join(validate(WORKFLOWS[name], changed))


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_every_example_says_what_it_means(name: str) -> None:
    assert validate(WORKFLOWS[name], files_of(name)) == ()


def test_so_do_random_workflows(tmp_path: Path) -> None:
    read: list[Workflow] = []

    def check(example: Example) -> None:
        for workflow in family(example.cases[0].workflow) if example.cases else ():
            if not any(
                found.severity is Severity.ERROR for found in capabilities(workflow, TARGET, default_options(TARGET))
            ):
                assert validate(workflow, TARGET.emit(workflow, default_options(TARGET))) == (), example.text
                read.append(workflow)

    check_examples(check, Shelf(tmp_path), words_of(TARGET), EXAMPLES, scenarios=1)
    assert len(read) >= EXAMPLES / 2


FLOW = [
    ("payment_flow_v1", "            raise error\n", "            return None\n", "a run has one result"),
    ("payment_flow_v1", "        except StepFailed:\n            pass", "        except StepFailed:\n            raise",
     "on failure of send-receipt"),
    ("city_break_v1", 'error.type != "NoCars"', 'error.type == "NoCars"', "car fails for no reason"),
    ("city_break_v1", 'error.type != "NoCars"', 'error.type != "NoTrains"', "on failure of car"),
    ("city_break_v1", "room.price > input.budget", "room.price >= input.budget", "on success of room"),
    ("city_break_v1", "        return luggage\n", "        return seat\n", "the block yields that ends with luggage"),
    ("render_farm_v1", 'raise StepFailed("NoFile", item, f"look[{index}]")',
     'raise StepFailed("NoFile", item, f"submit[{index}]")', "not one of submit"),
    ("render_farm_v1", '"FarmTooSlow", error.step', '"FarmTooSlow", error.type', "on failure of shots"),
    ("render_farm_v1", "if look.file is not None:", "if look.file is None:", "on success of look"),
    ("order_saga_v1", "return await self._flow(input)", "return await self._flow()", "_flow takes 1 arguments"),
]  # fmt: skip
CALLS = [
    ("payment_flow_v1", "retry_policy=CHARGE_PAYMENT_RETRY", "retry_policy=ONCE", "retry of charge-payment"),
    ("payment_flow_v1", '["CardDeclined"]', '["CardDeclines"]', "retry of charge-payment"),
    ("payment_flow_v1", "timeout=timedelta(seconds=30)", "timeout=timedelta(seconds=31)", "timeout of charge-payment"),
    ("payment_flow_v1", "sla=timedelta(seconds=30)", "sla=timedelta(minutes=30)", "sla of the workflow"),
    ("payment_flow_v1", 'self._run.key("charge-payment")', 'self._run.key("notify-user")', "the key of charge-payment"),
    ("payment_flow_v1", "user_id=ctx.user_id", "user_id=ctx.user_email", "inputs of validate-payment"),
    ("payment_flow_v1", "activities.payments_refund", "activities.payments_charge", "activity of charge-payment:undo"),
    ("payment_flow_v1", "                cancellation_type=SETTLE,\n", "", "an activity takes"),
    ("render_farm_v1", "2.0 ** (failures - 1)", "2.0 * (failures - 1)", "retry of submit"),
    ("render_farm_v1", "output.frames_left == 0", "output.frames_left != 0", "until of look"),
    ("render_farm_v1", "max_concurrency=8", "max_concurrency=9", "concurrency of shots"),
    ("render_farm_v1", 'f"submit[{index}]",\n                lambda', '"submit",\n                lambda',
     "the index of every loop"),
    ("contract_signing_v1", 'fails=["rejected", "timeout"]', 'fails=["rejected"]', "decisions that fail legal"),
    ("contract_signing_v1", "timeout=timedelta(days=10)", "timeout=timedelta(days=1)", "timeout of legal"),
    ("contract_signing_v1", "form=CreditLine", "form=Contract", "the form of finance"),
]  # fmt: skip
UNDOING = [
    ("payment_flow_v1", "await run_to_end(self._run.compensate())", "await self._run.compensate()", "support.py has"),
    ("city_break_v1", "            saga.add_compensation(\n                \"seat\"",
     "            self._run.add_compensation(\n                \"seat\"", "a call of saga.add_compensation"),
    ("city_break_v1", "self._hold_flight(self._run.part(), input)", "self._hold_flight(self._run, input)",
     "a variable is expected"),
    ("city_break_v1", "        seat: Hold | None = None\n", "", "not set on every way here"),
    ("city_break_v1", "            self._run.outputs[\"seat\"] = seat\n", "", "read behind their block, but not kept"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), [*FLOW, *CALLS, *UNDOING])
def test_a_workflow_that_means_something_else(name: str, old: str, new: str, said: str) -> None:
    assert said in said_of(name, "workflows.py", old, new)


def test_a_statement_where_no_way_leads() -> None:
    old = "        with making_result():\n"
    more = "    async def _more(self) -> None:\n        pass\n\n    async def _flow"
    assert "_more is never called" in said_of("payment_flow_v1", "workflows.py", "    async def _flow", more)
    assert "never reached" in said_of("payment_flow_v1", "workflows.py", old, f"        return None\n{old}")


AROUND = [
    ("activities.py", "amount=input.amount", "amount=input.price", "the handler of payments.charge takes"),
    ("activities.py", "acme.payments.charge(", "acme.payments.refund(", "operation of charge-payment should be"),
    ("activities.py", "    mail_send,\n    payments_charge", "    payments_charge", "every activity once"),
    (
        "activities.py",
        "idempotency_key: str) -> Charge",
        "idempotency_key: str) -> None",
        "payments.charge returns Charge",
    ),
    ("shared.py", "    amount: int\n", "    amount: float\n", "amount is a int"),
    ("shared.py", 'TASK_QUEUE = "payment_flow_v1"', 'TASK_QUEUE = "payment_flow_v2"', "shared.py has"),
    ("schedules.py", "0 3 * * *", "0 4 * * *", "schedule of the workflow"),
    (
        "schedules.py",
        "overlap=ScheduleOverlapPolicy.",
        "overlap=ScheduleOverlapPolicy.NOT_",
        "overlap of payment_flow_v1",
    ),
    ("starter.py", "REJECT_DUPLICATE", "ALLOW_DUPLICATE", "not how a starter starts"),
    ("worker.py", "        interceptors=[Boundary()],\n", "", "worker.py has"),
    ("support.py", "for step, undo in reversed(", "for step, undo in list(", "support.py has"),
    ("workflows.py", "from acme.models import Caller", "from acme.mail import Caller", "imports what is not there"),
    ("workflows.py", "        return self._run.sla_breaches", "        return []", "workflows.py has"),
]


@pytest.mark.parametrize(("module", "old", "new", "said"), AROUND)
def test_what_stands_around_a_workflow(module: str, old: str, new: str, said: str) -> None:
    assert said in said_of("payment_flow_v1", module, old, new)


def test_a_file_that_is_not_there() -> None:
    files = {path: data for path, data in files_of("hello_v1").items() if not path.endswith("/worker.py")}
    assert "the files of a package are" in "".join(validate(WORKFLOWS["hello_v1"], files))
