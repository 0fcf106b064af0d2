"""The words of the spec language record what was written and where; they judge nothing and load nothing heavy."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from pathlib import Path

import pytest

import wfc
from wfc import FAIL, NEXT, SUCCEED, Compensation, Cron, Operation, Parallel, Retry, Step, When, Workflow

LINES = Path(__file__).read_text(encoding="utf-8").splitlines()
Refund = Operation("payments.refund", handler="acme.payments:refund", effect="write")


def charge(**more: object) -> Step:
    return Step(id="charge", operation=Refund, **more)


def test_every_word_can_be_imported_and_is_listed() -> None:
    assert {name for name in wfc.__all__ if hasattr(wfc, name)} == set(wfc.__all__)
    assert set(wfc.__all__) <= set(dir(wfc))


def test_a_word_that_does_not_exist_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Stepp' from 'wfc'"):
        from wfc import Stepp  # noqa: F401


def test_importing_all_words_loads_no_pydantic() -> None:
    program = f"import sys; from wfc import {', '.join(wfc.__all__)}; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_values_are_kept_as_they_were_written() -> None:
    see = lambda input: {"amount": input.amount}  # noqa: E731
    step = charge(
        inputs=see, timeout="ten seconds", retry=[Retry(0, initial=timedelta(seconds=1))], on_failure="no such"
    )
    assert step.inputs is see
    assert (step.timeout, step.on_failure, step.compensation) == ("ten seconds", "no such", None)
    assert step.retry == (Retry(0, initial=timedelta(seconds=1)),)
    assert charge(compensation="undo").compensation == "undo"
    assert charge(compensation=Compensation(Refund)).compensation == Compensation(Refund, when="completed")


def test_lists_become_tuples() -> None:
    flow = Workflow("a.flow", "1.0.0", owners=["me"], steps=[charge(), Parallel(id="both", branches={"a": [charge()]})])
    assert flow.owners == ("me",)
    assert flow.steps[1].branches == {"a": (charge(),)}
    assert Cron("0 3 * * *", input={"amounts": [1, 2]}).input == {"amounts": [1, 2]}


def test_targets_that_are_not_steps_print_as_they_are_written() -> None:
    assert repr((NEXT, SUCCEED, FAIL)) == "(NEXT, SUCCEED, FAIL)"


def test_equal_means_the_same_was_written_wherever() -> None:
    one = Retry(3)
    other = Retry(3)
    assert one == other
    assert one.written_at != other.written_at
    assert Retry(3) != Retry(4)


def test_a_record_knows_the_call_that_made_it() -> None:
    step = Step(
        id="charge",
        operation=Refund,
    )
    site = step.written_at
    assert site.filename == __file__
    assert LINES[site.line - 1][site.col :] == "Step("
    assert LINES[site.end_line - 1][: site.end_col].strip() == ")"


def test_records_on_one_line_are_told_apart() -> None:
    first, second = Retry(1), Retry(2)
    written = [LINES[one.written_at.line - 1][one.written_at.col : one.written_at.end_col] for one in (first, second)]
    assert written == ["Retry(1)", "Retry(2)"]


def test_a_step_making_function_is_where_its_steps_were_written() -> None:
    assert "return Step(" in LINES[charge().written_at.line - 1]


def test_a_copy_was_written_where_it_was_asked_for() -> None:
    copy = replace(charge(), id="other")
    assert copy.id == "other"
    assert "replace(" in LINES[copy.written_at.line - 1]


def test_without_positions_the_line_is_still_known(tmp_path: Path) -> None:
    spec = tmp_path / "spec.py"
    spec.write_text("from wfc import Retry\n\nprint(Retry(3).written_at)")
    command = [sys.executable, "-X", "no_debug_ranges", spec]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"CallSite(filename={str(spec)!r}, line=3, col=0, end_line=0, end_col=0)\n"


def test_records_cannot_be_changed_but_take_type_arguments() -> None:
    step = Step[int, int, int](id="charge", operation=Refund)
    for name in ("id", "colour"):
        with pytest.raises(FrozenInstanceError, match="a Step cannot be changed"):
            setattr(step, name, "other")
    assert not hasattr(step, "__dict__")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Step(id="a", operation=Refund, on_sucess="b"), "no parameter 'on_sucess': did you mean 'on_success'?"),
        (lambda: Retry(3, colour="red"), "Retry() has no parameter 'colour': it has max_attempts, backoff, initial,"),
        (lambda: Step(id="a"), "Step() needs 'operation'"),
        (When, "When() needs 'condition' and 'target'"),
        (lambda: Step("a", Refund), "Step() takes no value without a name: name the others, as in Step(id=...)"),
        (lambda: Workflow("a", "1", []), "only 'key' and 'version' without a name"),
        (lambda: Workflow("a", key="b", version="1", steps=[]), "multiple values for argument 'key'"),
    ],
)
def test_a_call_that_does_not_fit_says_what_would(call: object, message: str) -> None:
    with pytest.raises(TypeError) as raised:
        call()
    assert message in str(raised.value)
