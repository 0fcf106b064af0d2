"""The same spec gives the same bytes, whatever the hash seed, locale, time zone, folder or place of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from wfc.target import target_names

ROOT = Path(__file__).parent.parent
SPECS = sorted((ROOT / "specs").glob("*.py"))


def _build(project: Path, cwd: Path, **environment: str) -> dict[str, bytes]:
    shutil.copytree(ROOT / "specs", project / "specs")
    (project / "wfc.toml").write_text("", "utf-8")
    for target in target_names():
        specs = [str(project / "specs" / f"{name}.py") for name in _accepted(target)]
        command = [sys.executable, "-c", "from wfc.cli import main; main()", "build", *specs, "-t", target]
        env = {**os.environ, **environment}
        done = subprocess.run(
            [*command, "-o", str(project / "out")], cwd=cwd, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    out = project / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def _accepted(target: str) -> list[str]:
    """The specs that this target does not refuse: the golden files say which."""
    golden = ROOT / "tests" / "golden"
    return [path.stem for path in SPECS if not (golden / path.stem / target / "refused.txt").exists()]


def test_two_builds_are_equal(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "another place").mkdir()
    first = _build(tmp_path / "one", tmp_path / "one", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = _build(
        tmp_path / "another place",
        tmp_path / "another place" / "specs" / "..",
        PYTHONHASHSEED="2",
        LC_ALL="C.UTF-8",
        TZ="Asia/Kolkata",
    )
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
