"""The output folder: nothing half written, nothing of anybody else's touched, nothing lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli._command import HELLO, contents, wfc
from wfc.cli.output import write_files

TARGET = ("-t", "airflow")
GENERATED = "build/airflow/hello_v1.py"


@pytest.fixture
def built(project: Path) -> Path:
    """The project after a first build."""
    assert wfc("build", *TARGET).exit_code == 0
    return project


def change(project: Path) -> None:
    """Let the next build generate something else."""
    spec = project / "specs" / "hello.py"
    spec.write_text(spec.read_text().replace('"you"', '"everybody"'))


def test_a_second_build_changes_nothing(built):
    def ages() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*")}

    for path in (built / "build").rglob("*"):
        os.utime(path, ns=(1, 1))
    before = ages()
    ended = wfc("build", *TARGET)
    assert ended.stderr == "1 workflow, 1 file in build, 0 changed\nno findings\n"
    assert ages() == before


def test_an_edited_file_is_named_and_nothing_is_written(built):
    with (built / GENERATED).open("a") as file:
        file.write("# my own hand\n")
    change(built)
    before = contents(built)
    ended = wfc("build", "-t", "all")
    assert ended.exit_code == 1
    assert "edited since; move them away or undo the edit:\n  airflow/hello_v1.py\n" in ended.stderr
    assert contents(built) == before


def test_a_file_of_somebody_else_is_in_the_way(project):
    (project / GENERATED).parent.mkdir(parents=True)
    (project / GENERATED).write_text("mine")
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 1
    assert "not written by wfc" in ended.stderr
    assert contents(project / "build") == {"airflow/hello_v1.py": b"mine"}


def test_an_edit_that_the_generator_would_make_too_is_fine(built):
    (built / "build" / "wfc.lock").unlink()
    assert wfc("build", *TARGET).exit_code == 0
    assert (built / "build" / "wfc.lock").is_file()


def test_a_link_out_of_the_output_folder_is_not_followed(project):
    (project / "elsewhere").mkdir()
    (project / "build").mkdir()
    (project / "build" / "airflow").symlink_to(project / "elsewhere")
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 1
    assert "  airflow/hello_v1.py" in ended.stderr
    assert contents(project / "elsewhere") == {}


@pytest.mark.parametrize(
    "lock", ["<<<<<<< HEAD", "[]", '{"files": 1}', '{"files": {"airflow/hello_v1.py": 1}}', "\xff"]
)
def test_a_damaged_lock(built, lock):
    (built / "build" / "wfc.lock").write_text(lock, "latin-1")
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 2
    assert "build/wfc.lock is damaged: restore it, or delete the output folder and build again" in ended.stderr


def test_the_output_folder_is_a_file(project):
    (project / "build").write_text("")
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 2
    assert "cannot write to build/wfc.lock: Not a directory" in ended.stderr


def test_the_output_folder_is_read_only(project, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "build")

    monkeypatch.setattr("tempfile.mkstemp", refuse)  # the tests may run as root, whom no mode stops
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 2
    assert "cannot write to build: Permission denied" in ended.stderr


def test_a_full_build_removes_what_nothing_generates_any_more(built):
    (built / "specs" / "hello.py").write_text(HELLO.replace('"hello"', '"welcome"'))
    ended = wfc("build", *TARGET)
    assert ended.stderr == "1 workflow, 1 file in build, 1 changed, 1 removed\nno findings\n"
    assert set(contents(built / "build")) == {"airflow/welcome_v1.py", "wfc.lock"}


def test_folders_go_with_their_last_file(project):
    assert wfc("build", "-t", "temporal").exit_code == 0
    (project / "specs" / "hello.py").write_text(HELLO.replace('"hello"', '"welcome"'))
    assert wfc("build", "-t", "temporal").exit_code == 0
    assert [path.name for path in (project / "build" / "temporal").iterdir()] == ["welcome_v1"]


def test_a_build_of_some_specs_or_for_another_target_removes_nothing(built):
    (built / "specs" / "other.py").write_text(HELLO.replace("hello", "other"))
    (built / "specs" / "hello.py").unlink()
    assert wfc("build", "specs/other.py", *TARGET).exit_code == 0
    assert wfc("build", "-t", "stepfunctions").exit_code == 0
    assert (built / GENERATED).is_file()


def test_a_stale_file_that_somebody_edited_stays(built):
    (built / GENERATED).write_text("mine now")
    (built / "specs" / "hello.py").write_text(HELLO.replace('"hello"', '"welcome"'))
    ended = wfc("build", *TARGET)
    assert ended.exit_code == 0
    assert "build/airflow/hello_v1.py is no longer generated, but was edited; it stays\n" in ended.stderr
    assert (built / GENERATED).read_text() == "mine now"


def test_a_lock_cannot_make_wfc_delete_outside_the_output_folder(tmp_path):
    (tmp_path / "precious").write_bytes(b"x")
    (tmp_path / "out").mkdir()
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of what is in it
    (tmp_path / "out" / "wfc.lock").write_text(f'{{"schema": 1, "files": {{"airflow/../../precious": "{digest}"}}}}')
    assert write_files(tmp_path / "out", {}, ["airflow"]).removed == ()
    assert (tmp_path / "precious").read_bytes() == b"x"


def test_nothing_is_written_when_one_spec_has_an_error(built):
    change(built)
    (built / "specs" / "wrong.py").write_text(HELLO.replace("hello", "wrong").replace('"name"', '"nom"'))
    before = contents(built / "build")
    assert wfc("build", *TARGET).exit_code == 1
    assert contents(built / "build") == before


KILLED = """
import os, signal, sys
from pathlib import Path
from wfc.cli.output import write_files

replace, left = Path.replace, int(sys.argv[1])

def replace_or_die(self, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return replace(self, target)

Path.replace = replace_or_die
write_files(Path("out"), {"t/a": b"new a", "t/b": b"new b"}, ["t"])
"""


@pytest.mark.parametrize("survived", range(5))
def test_a_build_that_is_killed_leaves_old_or_new_files_and_can_be_repeated(tmp_path, survived):
    """Before each of the four replacements (the lock, two files, the lock) and after the last."""
    out = tmp_path / "out"
    write_files(out, {"t/a": b"old a", "t/b": b"old b", "t/gone": b"old"}, ["t"])
    killed = subprocess.run([sys.executable, "-c", KILLED, str(survived)], cwd=tmp_path, check=False)
    assert killed.returncode == (-signal.SIGKILL if survived < 4 else 0)
    assert (out / "t" / "a").read_bytes() == (b"old a" if survived < 2 else b"new a")
    assert (out / "t" / "b").read_bytes() == (b"old b" if survived < 3 else b"new b")
    write_files(out, {"t/a": b"newer a", "t/b": b"newer b"}, ["t"])
    assert [(out / "t" / name).read_bytes() for name in "ab"] == [b"newer a", b"newer b"]
    assert not (out / "t" / "gone").exists()


def test_a_write_that_fails_leaves_no_scraps(project, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ended = wfc("build", *TARGET)
    assert (ended.exit_code, contents(project / "build")) == (2, {})
    assert "cannot write to build: No space left on device" in ended.stderr
