"""How a run is shown that an engine has played; `wfc run` without a target is in test_scenario_commands."""

from wfc.cli.timeline import journal_lines
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
