"""A small project to stand in."""

from pathlib import Path

import pytest

from tests.cli._command import HELLO


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one sound spec, `hello`; it is the current folder."""
    (tmp_path / "wfc.toml").write_text("")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "hello.py").write_text(HELLO)
    monkeypatch.chdir(tmp_path)
    return tmp_path
