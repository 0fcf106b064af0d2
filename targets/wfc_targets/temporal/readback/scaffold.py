"""What stands around a workflow, held against the templates: text that is the same for all, filled in anew here.

The templates are taken for granted, their tests are the engines; what is checked is what was made of them.
"""

import ast
import re
from collections.abc import Mapping

from wfc.emit.quote import python_string
from wfc.ir.nodes import Workflow
from wfc_targets.temporal.readback.misread import expect

_STDLIB = {
    "asyncio": "",
    "math": "",
    **dict.fromkeys(("Counter", "defaultdict", "deque"), "collections"),
    **dict.fromkeys(
        "Awaitable Callable Coroutine Generator Iterable Iterator Mapping Sequence".split(), "collections.abc"
    ),
    **dict.fromkeys(("contextmanager", "suppress"), "contextlib"),
    "dataclass": "dataclasses",
    **dict.fromkeys(("UTC", "datetime", "timedelta"), "datetime"),
    **dict.fromkeys(("Any", "TypeVar", "get_type_hints"), "typing"),
}
"""What `support.py` may need of the standard library, by the module that has it; "" for modules themselves."""


def rendered(name: str, values: Mapping[str, object]) -> str:
    """A template with these values, without its end."""
    from wfc_templates import environment  # not at import: listing targets, or running one, needs no Jinja

    return environment("temporal").get_template(f"{name}.jinja").render(values).rstrip("\n") + "\n"


def common(workflow: Workflow, class_name: str) -> dict[str, object]:
    """What most templates ask for; what stands in comments and docstrings is left to whoever compares."""
    return {"first_line": "#", "key": "", "version": "", "package": workflow.name, "class_name": class_name}


def expect_worker(workflow: Workflow, class_name: str, text: str, *, sla: bool) -> None:
    """The worker registers the workflow, all activities and the search attributes."""
    sync = any(not operation.is_async for operation in workflow.operations)
    children = [child.name for child in workflow.children]
    values = {**common(workflow, class_name), "sla": sla, "sync": sync, "children": children}
    _expect_same("worker.py", _below_first_line(text), _below_first_line(rendered("worker.py", values)))


def expect_support(workflow: Workflow, text: str, flags: Mapping[str, object]) -> None:
    """The functions that the workflow uses are the template's, and their imports are there."""
    values = {**common(workflow, ""), **flags, "stdlib_imports": []}
    opening = "from pydantic import"
    imports, _, body = text.partition(opening)
    _, _, wanted = rendered("support.py", values).partition(opening)
    _expect_same("support.py", body, wanted)
    words = set(re.findall(r"\w+", wanted))
    modules = {name for name in ("asyncio", "math") if f"{name}." in wanted}
    needed = {(_STDLIB[name], name) for name in _STDLIB if _STDLIB[name] and name in words}
    expect(_imports(imports) == needed | {("", name) for name in modules}, "support.py imports what it uses")


def _imports(text: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            found |= {(module, one.name) for one in node.names if one.asname is None}
    return found


def expect_shared(workflow: Workflow, text: str, flags: Mapping[str, object]) -> str:
    """Names and search attributes are the workflow's. The rest of the text: the models, for others to read."""
    values = {
        **common(workflow, ""),
        **flags,
        "imports": [],
        "models": [],
        "task_queue": python_string(workflow.name),
        "quoted_key": python_string(workflow.key),
        "quoted_version": python_string(workflow.version),
    }
    opening = "TASK_QUEUE = "
    _, _, body = text.partition(opening)
    wanted = rendered("shared.py", values).partition(opening)[2].rstrip("\n")
    _expect_same("shared.py", body[: len(wanted)], wanted)
    return body[len(wanted) :]


def expect_queries(workflow: Workflow, text: str, flags: Mapping[str, object]) -> int:
    """What can be asked and told of a run, behind its own methods; the line in which that begins."""
    nodes = {
        "approves": flags["approvals"],
        "receives": flags["receives"],
        "sla": flags["sla"],
        "undoes": bool(flags["saga"] or flags["tells"]),
    }
    unread = {"docstring": "", "class_docstring": "", "quoted_name": "", "run_arguments": ""}
    lists: dict[str, object] = {"imports": [], "constants": [], "methods": []}
    wanted = rendered("workflows.py", {**common(workflow, ""), **unread, **lists, **nodes})
    opening = "    @workflow.query\n    def steps(self)"
    before, _, body = text.partition(opening)
    _expect_same("workflows.py", body, wanted.partition(opening)[2])
    return before.count("\n") + 1


def expect_schedules_around(workflow: Workflow, class_name: str, text: str) -> None:
    """All but the schedules themselves."""
    wanted = rendered("schedules.py", {**common(workflow, class_name), "schedules": []})
    before, _, rest = text.partition("SCHEDULES = {\n")
    wanted_before, _, wanted_rest = wanted.partition("SCHEDULES = {\n")
    _expect_same("schedules.py", _below_first_line(before), _below_first_line(wanted_before))
    _expect_same("schedules.py", rest[-len(wanted_rest) :], wanted_rest)


def _below_first_line(text: str) -> str:
    return text.partition("\n")[2].partition("\n")[2]


def _expect_same(name: str, found: str, wanted: str) -> None:
    pairs = zip(found.split("\n"), wanted.split("\n"), strict=False)
    different = next((f"{one!r}, not {other!r}" for one, other in pairs if one != other), "more or less of it")
    expect(found == wanted, f"{name} has {different}")
