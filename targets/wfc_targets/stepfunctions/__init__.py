"""AWS Step Functions: Amazon States Language with JSONata, Lambda entry points, a CloudFormation template."""

from collections.abc import Mapping
from typing import final

from wfc.feature import Feature
from wfc.ir.nodes import Workflow
from wfc.target import Engine, Limit, Option, Support
from wfc_targets.stepfunctions.support import OPTIONS, SUPPORT


@final
class StepFunctions:
    """The target. What it does is imported when it is done: listing targets must stay cheap."""

    name = "stepfunctions"
    support: Mapping[Feature, Support] = SUPPORT
    options: Mapping[str, Option] = OPTIONS

    def emit(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> Mapping[str, bytes]:
        """The files of one workflow."""
        from wfc_targets.stepfunctions.emit import emit
        from wfc_targets.stepfunctions.lower import lower

        return emit(lower(workflow, options))

    def limits(self, workflow: Workflow, options: Mapping[str, str | int | bool]) -> tuple[Limit, ...]:  # noqa: ARG002
        """What it has no room for, by the spec."""
        from wfc_targets.stepfunctions.quotas import limits

        return limits(workflow)

    def measure(self, workflow: Workflow, files: Mapping[str, bytes]) -> tuple[Limit, ...]:
        """What it has no room for, by the definition."""
        from wfc_targets.stepfunctions.quotas import measure

        return measure(workflow, files)

    def check(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """What Step Functions would not accept."""
        from wfc_targets.stepfunctions.check import check

        return check(files)

    def validate(
        self, workflow: Workflow, files: Mapping[str, bytes], options: Mapping[str, str | int | bool]
    ) -> tuple[str, ...]:
        """What the files say otherwise than the workflow means, read back from their bytes."""
        from wfc_targets.stepfunctions.readback import validate

        return validate(workflow, files, options)

    def dump_plan(self, workflow: Workflow) -> str:
        """The states before they become JSON."""
        from pprint import pformat

        from wfc_targets.stepfunctions.lower import lower

        plan = lower(workflow, {name: option.default for name, option in OPTIONS.items()})
        return pformat(plan, width=120, sort_dicts=False) + "\n"

    def engine(self) -> Engine:
        """An interpreter of the language under a virtual clock."""
        from wfc_targets.stepfunctions.engine.client import StepFunctionsEngine

        return StepFunctionsEngine()


TARGET = StepFunctions()
