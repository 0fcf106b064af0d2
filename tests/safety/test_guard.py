"""No spec ends `wfc check` but with 0, 1 or 2 and a finding, whatever it does to the process; others are still checked.

In processes of their own, as users run it: what these specs do cannot be undone.
"""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli._command import HELLO, MAIN, wfc_process

pytestmark = pytest.mark.slow

UNTIMED = HELLO.replace(', timeout="5s"', "").replace("hello", "untimed")
WHOLE = "import os\nimport signal\nimport sys\n"

ENDING = {
    "exits": ("import os\nos._exit(0)", 0, "ended the process that read it: exit code 0"),
    "aborts": ("import os\nos.abort()", 2, "ended the process that read it: signal SIGABRT"),
    "kills": ("import os\nos.kill(os.getpid(), 9)", 0, "ended the process that read it: signal SIGKILL"),
    "crashes": ("import ctypes\nctypes.string_at(0)", 2, "ended the process that read it: signal SIGSEGV"),
    "annotates": (HELLO.replace("name: str", "name: \"__import__('os')._exit(0)\""), 0, "exit code 0"),
    "eats": (
        "eaten = []\nwhile True:\n    eaten.append(bytes(10**7))",
        3,
        "importing `specs/eats.py` failed: MemoryError",
    ),
}
"""By the name of the spec: what it does, the line shown (0 for none: nobody was left to say) and what is said."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project; it is the current folder."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "wfc.toml").write_text("load_mebibytes = 1024")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(project: Path, name: str, text: str) -> None:
    (project / "specs" / f"{name}.py").write_text(text)


def place(name: str, line: int) -> str:
    return f"specs/{name}.py:{line}: error[WFC901] spec-not-loaded: "


def test_what_ends_the_process_is_a_finding_and_hides_none(project):
    for name, (text, _, _) in ENDING.items():
        add(project, name, text)
    add(project, "untimed", UNTIMED)
    ended = wfc_process("check", "--output-format", "concise")
    assert ended.returncode == 2
    *broken, warning = ended.stdout.splitlines()
    assert "Traceback" not in ended.stderr
    assert ended.stderr.endswith(f"1 sound workflow, {len(ENDING)} errors, 1 warning\n")
    assert warning.startswith("specs/untimed.py:13:12: warning[WFC303]")
    for found, (name, (_, line, says)) in zip(broken, sorted(ENDING.items()), strict=True):
        assert found.startswith(place(name, line))
        assert says in found


def test_what_does_not_end_is_stopped(project):
    """In Python, in C, and also when it takes itself for more important than being stopped."""
    (project / "wfc.toml").write_text("load_seconds = 1")
    add(
        project,
        "deaf",
        f"{WHOLE}while True:\n    try:\n        while True:\n            pass\n    except BaseException: pass",
    )
    add(project, "in_c", "for _ in range(3):\n    sum(iter(int, 1))")
    ended = wfc_process("check", "--output-format", "concise")
    assert ended.returncode == 2
    assert ended.stdout.splitlines()[1] == f"{place('in_c', 2)}`specs/in_c.py` was not read within 1 s"
    assert "`specs/deaf.py` was not read within 1 s" in ended.stdout.splitlines()[0]
    assert "Traceback" not in ended.stderr


LEAVING = {
    "no modules": "sys.modules.clear()",
    "modules that are None": "for name in [*sys.modules]:\n    sys.modules[name] = None",
    "no table of modules": "sys.modules = None",
    "no import path": "sys.path[:] = []",
    "no finders": "sys.meta_path = None",
    "no builtins": "import builtins\nvars(builtins).clear()",
    "no streams": "sys.stdout = sys.stderr = object()",
    "closed streams": "sys.stdout.close()\nsys.stderr.close()",
    "closed files": "os.close(1)\nos.close(2)",
    "little depth": "sys.setrecursionlimit(60)",
    "no folder": "import shutil\nshutil.rmtree(os.path.dirname(__file__))\nos.chdir('/')",
    "an alarm": "signal.setitimer(signal.ITIMER_REAL, 0.000001) if False else signal.alarm(1)",
    "a thread": "import threading\nthreading.Thread(target=threading.Event().wait).start()",
    "a child": "os.fork()",
    "last words": "import atexit\natexit.register(os._exit, 9)",
}
"""What a sound spec may leave behind."""


@pytest.mark.parametrize("left", LEAVING.values(), ids=LEAVING)
def test_what_a_spec_leaves_behind_does_not_disturb(project, left):
    """Two findings, of which the second one is of a spec that is read afterwards."""
    add(project, "a", f"{WHOLE}{UNTIMED}{left}\n")
    (project / "later").mkdir()
    (project / "later" / "b.py").write_text(UNTIMED.replace("untimed", "later"))
    ended = wfc_process("check", "--output-format", "concise", "specs/a.py", "later/b.py")
    assert "Traceback" not in ended.stderr
    assert ended.stderr == "2 sound workflows, 2 warnings\n"
    assert ended.returncode == 1
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == ["specs/a.py", "later/b.py"]


def test_being_told_to_end_ends_it_all(project):
    """SIGTERM: what reads the spec ends too; its end closes the pipe that the spec holds."""
    add(project, "waits", "import threading\nprint('reading', flush=True)\nthreading.Event().wait()")
    with subprocess.Popen([*MAIN, "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr and running.stdout
        assert running.stderr.readline() == b"reading\n"
        running.send_signal(signal.SIGTERM)
        assert running.stdout.read() + running.stderr.read() == b""
        assert running.wait() == 128 + signal.SIGTERM


SPECIAL = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a loop": lambda path: path.symlink_to(path),
    "a folder": Path.mkdir,
    "nothing": lambda path: path.symlink_to("nowhere"),
    "half of the disk": lambda path: path.touch() or os.truncate(path, 2**40),
}


@pytest.mark.parametrize("make", SPECIAL.values(), ids=SPECIAL)
def test_what_is_no_file_is_not_read(project, make):
    make(project / "special.py")
    ended = wfc_process("check", "special.py")
    assert ended.returncode == 2
    assert "special.py" in ended.stderr or "cannot be read: " in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_name_that_no_system_takes(project):
    ended = wfc_process("check", "a" * 300)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cannot be read: File name too long" in ended.stderr
