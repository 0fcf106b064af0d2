"""From the plan to files: the definition, the Lambda entry points, the template. Pure."""

from collections.abc import Mapping

from wfc.emit.banner import banner
from wfc_targets.stepfunctions import names
from wfc_targets.stepfunctions.asl import definition
from wfc_targets.stepfunctions.functions import handlers_source
from wfc_targets.stepfunctions.json_text import json_text
from wfc_targets.stepfunctions.literals import remark
from wfc_targets.stepfunctions.plan import Plan
from wfc_targets.stepfunctions.template import template


def emit(plan: Plan) -> Mapping[str, bytes]:
    """Relative path to file."""
    first_line = banner(plan.file)
    texts = {
        f"{names.machine(plan.name)}.asl.json": json_text(definition(plan, remark(first_line))),
        "handlers.py": handlers_source(plan, first_line),
        "template.json": json_text(template(plan, remark(first_line))),
    }
    return {f"{plan.name}/{name}": text.encode() for name, text in sorted(texts.items())}
