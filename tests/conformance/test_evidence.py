"""The page of evidence says what was recorded, and nothing else."""

import os

from tests.conformance.deep.record import FIGURES, PAGE, recorded, shown, write_page
from tests.conformance.known_differences import KINDS


def test_the_figures_are_those_of_the_record() -> None:
    if os.environ.get("WFC_BLESS"):
        write_page(PAGE)
    [figures] = FIGURES.findall(PAGE.read_text("utf-8"))
    assert figures == shown(recorded())


def test_every_known_difference_is_named() -> None:
    text = " ".join(PAGE.read_text("utf-8").split())
    assert {reason for _, reason, _ in KINDS if reason not in text} == set()
