"""A PostgreSQL of its own for the metadata database, from the wheel `pgserver`, reached through a socket in a folder.

Its data is thrown away, so it never waits for the disk.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ARGUMENTS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
USER = "airflow"
NOBODY = "nobody"
"""PostgreSQL refuses to run as root, which tests in containers often do."""
PATIENCE = 30.0


@contextmanager
def postgres(folder: Path) -> Iterator[None]:
    """A server while the block runs; its socket is in the folder."""
    owner = NOBODY if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    data, programs = folder / "data", _programs()
    made = [programs / "initdb", f"--pgdata={data}", f"--username={USER}", "--auth=trust", "--no-sync"]
    subprocess.run([*made, "--encoding=UTF8", "--no-locale"], check=True, user=owner, cwd=folder, capture_output=True)
    settings = [word for argument in ARGUMENTS for word in ("-c", argument)]
    command = [programs / "postgres", "-D", data, "-k", folder, *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, user=owner, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for([programs / "pg_isready", "--quiet", f"--host={folder}", f"--username={USER}"], folder)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # by SIGTERM it would wait for its clients
        server.wait()


def _wait_for(asking: list[str | Path], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while subprocess.run(asking, check=False).returncode:
        if time.monotonic() > until:
            raise TimeoutError((folder / "log").read_text())
        time.sleep(0.1)


def _programs() -> Path:
    """Only the programs in the wheel are used: its Python would add a user to the machine."""
    found = find_spec("pgserver")
    if found is None or found.origin is None:
        raise ImportError("there is no PostgreSQL: run `make faults`")
    return Path(found.origin).parent / "pginstall" / "bin"
