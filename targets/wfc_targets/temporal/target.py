"""The target as the compiler sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.feature import Feature
from wfc.ir.nodes import Workflow
from wfc.target import Engine, Limit, Option, Support, Target
from wfc_targets.temporal.check import check
from wfc_targets.temporal.emit import emit
from wfc_targets.temporal.limits import limits
from wfc_targets.temporal.lower import lower
from wfc_targets.temporal.plan_text import plan_text
from wfc_targets.temporal.support import SUPPORT


@final
@dataclass(frozen=True, slots=True)
class Temporal:
    """Temporal with its Python SDK."""

    @property
    def name(self) -> str:
        return "temporal"

    @property
    def support(self) -> Mapping[Feature, Support]:
        return SUPPORT

    @property
    def options(self) -> Mapping[str, Option]:
        return {}

    def emit(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> Mapping[str, bytes]:  # noqa: ARG002
        return emit(lower(workflow))

    def limits(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[Limit, ...]:  # noqa: ARG002
        return limits(workflow)

    def check(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        return check(files)

    def validate(
        self,
        workflow: Workflow,
        files: Mapping[str, bytes],
        options: Mapping[str, str | int | bool],  # noqa: ARG002
    ) -> tuple[str, ...]:
        from wfc_targets.temporal.readback.package import validate

        return validate(workflow, files)

    def dump_plan(self, workflow: Workflow) -> str:
        return plan_text(lower(workflow))

    def engine(self) -> Engine:
        from wfc_targets.temporal.engine.client import TemporalEngine

        return TemporalEngine()


TARGET: Target = Temporal()
