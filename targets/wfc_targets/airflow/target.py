"""The target as the compiler sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pprint import pformat
from typing import final

from wfc.feature import Feature
from wfc.ir.nodes import Workflow
from wfc.target import Engine, Limit, Option, Support
from wfc_targets.airflow.check import check
from wfc_targets.airflow.emit import emit
from wfc_targets.airflow.limits import limits
from wfc_targets.airflow.lower import lower
from wfc_targets.airflow.support import OPTIONS, SUPPORT


@final
@dataclass(frozen=True, slots=True)
class Airflow:
    """Implements `wfc.target.Target`."""

    @property
    def name(self) -> str:
        return "airflow"

    @property
    def support(self) -> Mapping[Feature, Support]:
        return SUPPORT

    @property
    def options(self) -> Mapping[str, Option]:
        return OPTIONS

    def emit(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> Mapping[str, bytes]:
        """The DAG file."""
        return emit(workflow, lower(workflow, options))

    def limits(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[Limit, ...]:
        """What Airflow has no room for, by the spec."""
        return limits(workflow, options)

    def check(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """What Airflow would not accept in it."""
        return check(files)

    def validate(
        self, workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
    ) -> tuple[str, ...]:
        """What the DAG file says otherwise than the workflow."""
        from wfc_targets.airflow.readback.validate import validate

        return validate(workflow, files, options)

    def dump_plan(self, workflow: Workflow) -> str:
        """The plan as text, with the default options."""
        plan = lower(workflow, {name: option.default for name, option in OPTIONS.items()})
        return pformat(plan, width=120, sort_dicts=False) + "\n"

    def engine(self) -> Engine:
        """Airflow's own `dag.test()` under a virtual clock."""
        from wfc_targets.airflow.engine.client import AirflowEngine

        return AirflowEngine()


TARGET = Airflow()
