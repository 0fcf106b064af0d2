"""A type checker that knows the SDK and the team's code finds nothing in the generated packages."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.engines import without
from wfc.target import EngineMissing

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[3]
GOLDEN = sorted({path.parents[1] for path in (ROOT / "tests" / "golden").glob("*/temporal/*/workflows.py")})


def test_packages_are_typed(tmp_path: Path) -> None:
    mypy = Path(os.environ.get("WFC_ENGINES", ROOT / ".engines")) / "temporal" / "bin" / "mypy"
    if not mypy.exists():
        without(EngineMissing("there is no temporal engine: run `make engines`"))
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\nexplicit_package_bases = true\n")
    done = subprocess.run(
        [mypy, f"--config-file={tmp_path / 'mypy.ini'}", f"--cache-dir={tmp_path}", *map(str, GOLDEN)],
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, [*GOLDEN, ROOT / "specs"]))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
