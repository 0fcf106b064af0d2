"""Airflow imports this by its name when it starts: in the scheduler, whose children the task processes are.

It puts the ledger in the place of the team's handlers.
"""

import json
import os
from pathlib import Path

from airflow.sdk import get_current_context

from tests.faults.ledger import LedgerStage, Scene
from tests.faults.on_airflow.scenes import scene_of
from wfc.scenario.stub import on_stage
from wfc_targets.airflow.engine.places import address_here

known = json.loads(Path(os.environ["WFC_DEPLOYED"]).read_text("utf-8"))


def _scene() -> Scene:
    play, prefix = scene_of(get_current_context()["ti"].run_id)
    return Scene(play, prefix + address_here(known["dags"]))


stage = LedgerStage(file=Path(os.environ["WFC_LEDGER"]), cast={"operations": known["operations"]}, scene=_scene)
playing = on_stage(stage)
playing.__enter__()
