"""How runs are shown, by the interpreter and by an engine."""

from tests.support.core import (
    bad,
    chain,
    const,
    for_each,
    ok,
    parallel,
    retry,
    step,
    undo_by,
    workflow,
)
from tests.support.core import call as call_node
from tests.support.waiting import ASK, approval, approve, enact, event, receive
from wfc.cli.timeline import journal_lines, timeline_lines
from wfc.scenario.journal import Call, CompensationFailure, Failure, Journal


def call(address: str, attempt: int, **result: object) -> Call:
    return Call(
        **{"address": address, "attempt": attempt, "input": None, "key": "", "output": None, "error": None} | result
    )


def test_a_journal_shows_calls_late_steps_and_what_was_not_undone():
    journal = Journal(
        status="failed",
        output=None,
        error=Failure(type="Declined", message="no money", step="pay"),
        calls=(
            call("book", 1, output={"ref": 1}),
            call("pay", 1, error="Declined"),
            call("book:undo", 1, error="Down"),
        ),
        outcomes={"book": "succeeded", "pay": "failed"},
        sla_breaches=("", "book"),
        compensation_failed=(CompensationFailure(step="book", type="Down", message="later"),),
        duration=None,
    )
    assert list(journal_lines(journal, lambda text, colour: text)) == [
        "call       try",
        'book         1  {"ref": 1}',
        "pay          1  Declined",
        "book:undo    1  Down",
        "                late",
        "book            late",
        "failed          Declined: no money in pay; not undone: book: Down: later",
    ]


def test_a_run_of_branches_people_and_called_workflows_is_shown_as_it_happens():
    child = workflow(step("label", compensation=undo_by("unlabel")), key="test.child")
    each = for_each("each", const([0, 1]), step("bill", retry=(retry(2),)))
    both = parallel("both", left=(call_node("ship", child),), right=(approval("review"),))
    flow = workflow(
        *chain(both, each, receive("paid", const("x"))),
        operations=ASK, children=(child,),
    )  # fmt: skip
    run = enact(
        flow,
        {"label": [ok("l-1", takes=2000)], "bill[1]": [bad("Down"), ok()]},
        approvals={"review": approve(60_000)},
        events=(event("x", {}, 90_000),),
    )
    assert list(timeline_lines(run, lambda text, colour: text)) == [
        "  time  call           try  took",
        '    0s  ship/label       1    2s  "l-1"',
        "    0s  review:notify    1        ok",
        "    0s  review                1m  waiting",
        "    1m  review                    approved",
        "    1m  bill[0]          1        ok",
        "    1m  bill[1]          1        Down",
        "    1m  bill[1]               1s  waiting",
        " 1m 1s  bill[1]          2        ok",
        " 1m 1s  paid                 29s  waiting",
        "1m 30s  paid                      received paid",
        "1m 30s  succeeded",
    ]


def test_what_waits_for_ever_is_shown():
    run = enact(workflow(step("a"), receive("paid", const("x")), entry="paid"))
    lines = [" ".join(line.split()) for line in timeline_lines(run, lambda text, colour: text)]
    assert lines == ["time call try took", "paid waits for ever", "0s never ends"]
