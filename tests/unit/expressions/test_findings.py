"""Every lambda of `findings.txt` is refused with just those findings, at those columns."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.unit.expressions._findings import findings


def refused() -> Iterator[tuple[str, list[str]]]:
    """Each lambda with its findings."""
    lines = Path(__file__).with_name("findings.txt").read_text("utf-8").splitlines()
    for filled, block in groupby(lines, key=bool):
        text, *expected = block
        if filled and not text.startswith("#"):
            yield text, [line.removeprefix("    ") for line in expected]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*one, id=one[0]) for one in refused()])
def test_findings(text: str, expected: list[str]) -> None:
    assert findings(text) == expected


def test_a_very_deep_lambda_is_refused_without_a_crash() -> None:
    sum_of_many = "lambda input: " + " + ".join(["input.total"] * 900)
    assert [line for line in findings(sum_of_many) if "nested deeper" in line]
