"""The same spec gives the same bytes, whatever the hash seed, locale, time zone, folder or place of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _build(project: Path, cwd: Path, **environment: str) -> dict[str, bytes]:
    shutil.copytree(ROOT / "specs", project / "specs")
    (project / "wfc.toml").write_text("", "utf-8")
    command = [sys.executable, "-c", "from wfc.cli import main; main()", "build", str(project / "specs"), "-t", "all"]
    env = {**os.environ, **environment}
    done = subprocess.run(
        [*command, "-o", str(project / "out")], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    out = project / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


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
