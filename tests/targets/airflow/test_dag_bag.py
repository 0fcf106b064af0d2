"""Airflow loads every generated file, and sees no change where there is none: it makes a new version for each."""

import json
import os
import subprocess
from pathlib import Path
from shutil import copy

import pytest

from tests.support.engines import without
from wfc.runner import engine_python
from wfc.target import EngineMissing

pytestmark = pytest.mark.engine

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/airflow/*.py"))
PARSE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
bag = DagBag(sys.argv[1])
dags = {name: DagSerialization.to_dict(bag.dags[name]) for name in sorted(bag.dags)}
print(json.dumps({"errors": bag.import_errors, "dags": dags}, default=str, sort_keys=True))
"""


def parse(folder: Path, hash_seed: str) -> dict[str, dict[str, object]]:
    try:
        python = engine_python("airflow")
    except EngineMissing as missing:
        without(missing)
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder.parent / "home"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL",
        "PYTHONHASHSEED": hash_seed,
    }
    done = subprocess.run([python, "-c", PARSE, folder], capture_output=True, text=True, check=True, env=environment)
    parsed: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return parsed


def test_airflow_loads_every_file_and_sees_no_change_in_a_second_parse(tmp_path: Path) -> None:
    folder = tmp_path / "dags"
    folder.mkdir()
    for file in GOLDEN:
        copy(file, folder)
    first = parse(folder, "1")
    assert first["errors"] == {}
    assert {file.stem for file in GOLDEN} <= set(first["dags"])  # a file may have DAGs for its schedules too
    assert parse(folder, "2") == first
