"""Which name must have been meant: a slip of the hand is repaired, another word is not."""

import pytest

from wfc.diagnostics.fix import only_close, rename, rename_text
from wfc.source import Span


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("shipp", "ship"),
        ("shp", "ship"),
        ("chrage", "charge"),
        ("wrote", "write"),
        ("lookUp", "look-up"),
        ("customerId", "customer_id"),
        ("step-10-chek", "step-10-check"),
    ],
)
def test_a_slip(written, meant):
    assert only_close(written, [meant, "something-else"]) == meant


def test_a_handler_and_its_operation_are_told_apart_by_the_case():
    assert only_close("Chrage", ["charge", "Charge"]) == "Charge"
    assert only_close("CHARGE", ["charge", "Charge"]) is None


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("min_price", ["max_price"]),
        ("debit", ["credit"]),
        ("cost", ["post"]),
        ("wrap@1", ["wrap@2"]),
        ("step-1", ["step-2", "step-11"]),
        ("v2", ["v"]),
        ("amountx", ["amounts", "amount"]),
        ("", ["a"]),
        ("id", ["ids"]),
        ("anything", []),
    ],
)
def test_no_slip_or_no_telling_of_which(written, known):
    assert only_close(written, known) is None


def test_a_name_listed_twice_is_one():
    assert only_close("shipp", ["ship", "ship"]) == "ship"


def test_only_what_stands_there_plainly_is_renamed():
    assert rename(Span("s.py", 1, 4, 1, 9), "shipp", ["ship"]) is not None
    assert rename(Span("s.py", 1, 4, 1, 10), "shipp", ["ship"]) is None
    assert rename(Span("s.py", 1, 4, 2, 9), "shipp", ["ship"]) is None
    assert rename(Span("s.py", 1), "shipp", ["ship"]) is None
    quoted = rename_text(Span("s.py", 1, 3, 1, 10), "shipp", ["ship"])
    assert quoted is not None
    assert (quoted.at, quoted.old, quoted.text) == (Span("s.py", 1, 4, 1, 9), "shipp", "ship")
    assert rename_text(Span("s.py", 1, 3, 1, 11), "shipp", ["ship"]) is None
