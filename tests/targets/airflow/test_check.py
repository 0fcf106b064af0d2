"""Emitted files are read back: nothing but the listed names is imported when Airflow parses them."""

import pytest

from wfc_targets.airflow.check import check
from wfc_targets.airflow.imports import IMPORTED
from wfc_targets.airflow.support import SINCE


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("import json\nfrom airflow.sdk import dag, task\n", ""),
        ("def task():\n    from acme.payments import charge\n", ""),
        ("from acme.payments import charge\n", "imports acme.payments when it is parsed"),
        ("from airflow.models import Variable\n", "imports airflow.models.Variable when it is parsed"),
        ("eval('1')\n", "calls eval"),
        ("def f(:\n", "is not Python"),
    ],
)
def test_what_is_not_acceptable(text: str, complaint: str) -> None:
    found = check({"flow_v1.py": text.encode()})
    assert [complaint in one for one in found] == ([True] if complaint else [])


def test_every_name_of_airflow_has_its_version() -> None:
    assert {name.rpartition(".")[2] for name in SINCE} <= set(IMPORTED)
