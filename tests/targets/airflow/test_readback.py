"""What a generated DAG file says, read back from its bytes: equal to the core for every spec, and never after a fault.

Faults are put into the text of a file, as an emitter could make them; those of emitters themselves are in
`tests/validation`.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.corpus import specs
from tests.conformance.generate.draw import Draw
from tests.conformance.generate.examples import SETTINGS, Shelf, words_of
from tests.conformance.generate.specs import write_spec
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import ForEach, Node, Step, Workflow
from wfc.ir.policies import THREE_ATTEMPTS, Retry
from wfc.ir.walk import family
from wfc.target import default_options
from wfc_targets.airflow import TARGET
from wfc_targets.airflow.readback import runs

OPTIONS = default_options(TARGET)
MANY_RUNS = 100
RANDOM = 40


def accepted(workflow: Workflow) -> Iterator[Workflow]:
    """A workflow and what it calls, as far as Airflow takes them."""
    for one in family(workflow):
        if not any(found.severity is Severity.ERROR for found in capabilities(one, TARGET, OPTIONS)):
            yield one


@cache
def corpus() -> dict[str, Workflow]:
    """All workflows of the examples."""
    read = (workflow for of_spec in specs().workflows.values() for workflow in of_spec)
    return {one.name: one for workflow in read for one in accepted(workflow)}


def emitted(workflow: Workflow) -> str:
    return TARGET.emit(workflow, OPTIONS)[f"{workflow.name}.py"].decode()


def complaints(workflow: Workflow, text: str) -> tuple[str, ...]:
    return TARGET.validate(workflow, {f"{workflow.name}.py": text.encode()}, OPTIONS)


@pytest.fixture
def _many_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_RUNS", MANY_RUNS)


@pytest.mark.usefixtures("_many_runs")
@pytest.mark.parametrize("name", sorted(corpus()))
def test_every_example_says_what_it_means(name: str) -> None:
    workflow = corpus()[name]
    assert complaints(workflow, emitted(workflow)) == ()


@pytest.mark.usefixtures("_many_runs")
def test_random_workflows_say_what_they_mean(tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("readback"))

    @settings(SETTINGS, max_examples=RANDOM, derandomize=True)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        workflow = shelf.read(write_spec(Draw(data.draw), words_of(TARGET)))
        for one in accepted(workflow) if workflow else ():
            assert complaints(one, emitted(one)) == ()

    check()


FAULTS = (
    ("payment_flow_v1", 'return "notify_user"', 'return "charge_payment"', "on failure of validate-payment"),
    ("payment_flow_v1", 'return "send_receipt"', "return []", "on success of charge-payment"),
    ("payment_flow_v1", "initial=timedelta(seconds=1)", "initial=timedelta(seconds=2)", "retry of"),
    ("payment_flow_v1", 'never=["CardDeclined"]', 'never=["Declined"]', "retry of charge-payment"),
    (
        "payment_flow_v1",
        "execution_timeout=timedelta(seconds=30)",
        "execution_timeout=timedelta(seconds=31)",
        "timeout",
    ),
    ("payment_flow_v1", '"amount": input["amount"]', '"amount": input["payment_method_id"]', "inputs"),
    ("payment_flow_v1", 'pull("start", "ctx")', 'pull("start", "input")', "ctx as"),
    ("payment_flow_v1", 'key_for("charge-payment:undo")', 'key_for("charge-payment")', "key of charge-payment:undo"),
    ("payment_flow_v1", '"0 3 * * *"', '"0 4 * * *"', "schedule"),
    ("payment_flow_v1", "minimum=0", "minimum=1", "param amount"),
    (
        "payment_flow_v1",
        'error = failure_of("charge_payment")',
        'error = failure_of("validate_payment")',
        "the error at",
    ),
    ("payment_flow_v1", '    @recorded("notify-user")\n', "", "guarded by"),
    ("payment_flow_v1", 'kind == "Timeout" else', 'kind == "Deadline" else', "helper recorded"),
    ("payment_flow_v1", "    send_receipt >> send_receipt__route >> result\n", "", "does not wait for send_receipt"),
    ("insurance_claim_v1", 'input["amount"] >= 10000', 'input["amount"] > 10000', "on success of needs-inspection"),
    ("insurance_claim_v1", "        trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS,\n", "", "when "),
    ("insurance_claim_v1", 'return "look_up__to_result"', 'return "needs_inspection"', "on success of look-up"),
    ("city_break_v1", 'last=["train", "car"]', 'last=["car", "train"]', "yields the output of"),
    ("city_break_v1", "train__undo >> car__undo >> room__undo", "car__undo >> room__undo", "does not wait"),
    ("city_break_v1", "if attempted(step)", 'if state(step) == "success"', "never used: attempted"),
    ("till_rollout_v1", 'reversed(range(len(pull("tills__items"))))', 'range(len(pull("tills__items")))', "undoing"),
    ("till_rollout_v1", "__update__{{ ti.map_index }}", "__update", "run id"),
    ("render_farm_v1", '@chosen_by("look__route")', '@chosen_by("look")', "is not reached"),
    ("render_farm_v1", "max_polls=5", "max_polls=7", "retries are not those"),
    ("render_farm_v1", "max_active_tis_per_dagrun=8, retries=2", "retries=2", "do not agree"),
    ("tender_bid_v1", "DEADLINE = timedelta(days=10)", "DEADLINE = timedelta(days=11)", "deadline"),
    ("tender_bid_v1", "    @in_time()\n", "", "guarded by"),
)
"""A workflow, what stands in its file, what a fault makes of it, and a word of the complaint."""


@pytest.mark.parametrize(("name", "sound", "faulty", "word"), FAULTS)
def test_a_fault_is_found(name: str, sound: str, faulty: str, word: str) -> None:
    workflow = corpus()[name]
    text = emitted(workflow)
    assert sound in text
    found = complaints(workflow, text.replace(sound, faulty, 1))
    assert word in " ".join(found)


ONCE = replace(THREE_ATTEMPTS, max_attempts=1, never=("FarmFull",), jitter="full")
POLICIES = {
    "one that never tries again": (ONCE,),
    "a list of such": (ONCE, ONCE),
    "a list with one": (ONCE, replace(THREE_ATTEMPTS, backoff="linear", max_interval=5000)),
    "one whose delays would not fit": (replace(THREE_ATTEMPTS, max_attempts=30),),
    "one that is cut at once": (replace(THREE_ATTEMPTS, backoff="constant", max_interval=500),),
}


@pytest.mark.parametrize("policies", POLICIES.values(), ids=POLICIES)
def test_unusual_policies_are_read_too(policies: tuple[Retry, ...]) -> None:
    """Of every step of a workflow, a poll among them."""
    workflow = corpus()["render_farm_v1"]
    other = replace(workflow, nodes=tuple(_retried(node, policies) for node in workflow.nodes))
    assert complaints(other, emitted(other)) == ()


def _retried(node: Node, policies: tuple[Retry, ...]) -> Node:
    if isinstance(node, ForEach):
        body = replace(node.body, nodes=tuple(_retried(one, policies) for one in node.body.nodes))
        return replace(node, body=body)
    return replace(node, retry=policies) if isinstance(node, Step) else node


def test_what_is_only_shown_may_differ() -> None:
    workflow = corpus()["payment_flow_v1"]
    text = emitted(workflow).replace("End-to-end payment processing", "Payments").replace("team-payments", "us")
    assert complaints(workflow, text) == ()


def test_another_file_is_no_answer() -> None:
    workflow = corpus()["payment_flow_v1"]
    assert TARGET.validate(workflow, {"other.py": b""}, OPTIONS)
