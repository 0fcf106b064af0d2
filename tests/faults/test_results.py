"""The report counts what was struck, and each promise that was broken."""

import json
from pathlib import Path

import pytest

from tests.faults import results


def test_counts_are_of_all_suites_of_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FILE", tmp_path / "build" / "faults.json")
    results.record("temporal", "deaths", {"a/x: before s 1": ["lost: it hangs"], "a/x: after s 1": []})
    results.record("temporal", "deaths", {"a/x: before s 1": [], "a/x: after s 1": []})
    results.record("temporal", "hanging", {"b/y: never s 1": ["wrong order: s", "wrong order: t", "wrong status: u"]})
    results.record("airflow", "deaths", {"a/x: before s 1": []})
    report = json.loads(results.FILE.read_text("utf-8"))
    counts = {name: count for name, count in report["temporal"]["total"].items() if count}
    assert counts == {"sagas": 2, "runs": 3, "broken": 1, "wrong order": 1, "wrong status": 1}
    assert report["airflow"]["total"]["runs"] == 1
