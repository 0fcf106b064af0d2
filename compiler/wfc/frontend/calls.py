"""Which workflow a `Call` runs: the one it holds, or the one of the spec file that its text names.

Reports unknown-workflow.
"""

import re
import sys
from difflib import get_close_matches
from typing import TypeAlias

import wfc as spec
from wfc.diagnostics.catalogue import UNKNOWN_WORKFLOW
from wfc.diagnostics.fix import rename_text
from wfc.frontend.check_shape import check_shape
from wfc.frontend.reader import Reader

Workflow: TypeAlias = spec.Workflow

_NAME = re.compile(r"([^@]+)@(\d+|\d+\.\d+\.\d+)", re.ASCII)


def called_workflow(call: "spec.Call", reader: Reader) -> Workflow | None:
    """The workflow that a call runs, noted in `reader.called`; None when there is none that could be read."""
    child = named_workflow(call, reader.workflow)
    if child is None:
        _report_unknown(call, str(call.workflow), reader)
        return None
    if not check_shape(child, reader.sources, reader.found):
        return None
    reader.called.append((call, child))
    for name in ("input", "context", "output"):
        if getattr(child, name) is not None:  # the caller's lambdas fill and read them
            reader.models.type_of(getattr(child, name), reader.span(child))
    return child


def named_workflow(call: "spec.Call", caller: Workflow) -> Workflow | None:
    """The workflow that a call holds, or that its text names by the whole version, or as the latest of a major one."""
    if not isinstance(call.workflow, str):
        return call.workflow
    written = _NAME.fullmatch(call.workflow)
    if written is None:
        return None
    key, version = written.groups()
    fitting = [one for one in _beside(caller) if one.key == key and version in (one.version, _major(one))]
    return max(fitting, key=_numbers, default=None)


def _beside(workflow: Workflow) -> tuple[Workflow, ...]:
    """What a text in a call of `workflow` can name: what stands or was imported at the top level of its file."""
    names = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
    homes = [one for one in names if one.get("__file__") == workflow.written_at.filename]
    # the file may have been imported by another name as well, with workflows of its own that look the same
    own = [one for one in homes if any(value is workflow for value in one.values())]
    found = [value for home in own or homes for value in home.values() if isinstance(value, spec.Workflow)]
    return tuple({id(value): value for value in found}.values())


def _major(workflow: Workflow) -> str:
    return workflow.version.partition(".")[0]


def _numbers(workflow: Workflow) -> tuple[int, ...]:
    return tuple(int(part) for part in workflow.version.split(".") if part.isdecimal())


def _report_unknown(call: "spec.Call", text: str, reader: Reader) -> None:
    at = reader.argument(call, "workflow")
    fix = None
    if not _NAME.fullmatch(text):
        message = f"`{text}` is not a workflow with its version"
        help = 'write the workflow itself, or a text such as "shop.ship@1" or "shop.ship@1.4.2"'
    else:
        message = f"no workflow `{text}` stands in this file"
        known = [f"{one.key}@{_major(one)}" for one in _beside(reader.workflow)]
        close = get_close_matches(text, known, n=1)
        fix = rename_text(at, text, known)
        help = f"did you mean `{close[0]}`?" if close else "define or import it at the top level of the file"
    reader.found.error(UNKNOWN_WORKFLOW, message, at, help, fix=fix)
