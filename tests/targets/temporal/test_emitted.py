"""What generated code must and must not contain, whatever the workflow: traps that were all run into once."""

import ast
import re
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "golden"
PACKAGES = sorted(path.parent for path in GOLDEN.glob("*/temporal/*/workflows.py"))
FOLDERS = pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)


@FOLDERS
def test_only_data_errors_fail_a_run(package: Path) -> None:
    """With `Exception` a NondeterminismError would kill runs; with nothing an expression error would hang them."""
    assert "failure_exception_types=DATA_ERRORS" in (package / "workflows.py").read_text()
    assigned = [one for one in ast.parse((package / "support.py").read_text()).body if isinstance(one, ast.AnnAssign)]
    [errors] = [ast.unparse(one.value or one) for one in assigned if ast.unparse(one.target) == "DATA_ERRORS"]
    assert errors == "(ArithmeticError, AttributeError, LookupError, TypeError, ValueError)"


@FOLDERS
def test_no_run_depends_on_versioned_workers(package: Path) -> None:
    assert "versioning_behavior" not in (package / "workflows.py").read_text()


@FOLDERS
def test_no_timeout_can_skip_compensations(package: Path) -> None:
    for path in package.glob("*.py"):
        assert not re.search(r"\b(execution_timeout|run_timeout)=", path.read_text())


@FOLDERS
def test_every_activity_is_bounded_and_named(package: Path) -> None:
    text = (package / "workflows.py").read_text()
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    activities = [call for call in calls if ast.unparse(call.func) == "workflow.execute_activity"]
    assert activities or "async def _flow" in text
    for call in activities:
        assert {"start_to_close_timeout", "retry_policy", "summary"} <= {one.arg for one in call.keywords}


@FOLDERS
def test_blocks_wait_for_all_that_is_in_them(package: Path) -> None:
    """A plain `gather` and a `TaskGroup` leave side effects behind; a `TaskGroup` hangs the run with its own error."""
    text = "".join(path.read_text() for path in sorted(package.glob("*.py")))
    assert "TaskGroup" not in text
    assert text.count("asyncio.gather(") == text.count("return_exceptions=True")


@FOLDERS
def test_every_called_workflow_is_asked_to_cancel(package: Path) -> None:
    calls = [node for node in ast.walk(ast.parse((package / "workflows.py").read_text())) if isinstance(node, ast.Call)]
    for call in (call for call in calls if ast.unparse(call.func) == "workflow.execute_child_workflow"):
        given = {one.arg: ast.unparse(one.value) for one in call.keywords}
        assert given["parent_close_policy"] == "workflow.ParentClosePolicy.REQUEST_CANCEL"
        assert given["cancellation_type"] == "UNTIL_CANCELLED"
        assert {"id", "task_queue", "search_attributes"} <= given.keys()


@FOLDERS
def test_support_has_nothing_that_is_not_used(package: Path) -> None:
    support = ast.parse((package / "support.py").read_text())
    names = [one.name for one in support.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    text = "\n".join(path.read_text() for path in package.glob("*.py"))
    assert [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2] == []


def test_no_nesting_beyond_what_can_be_read() -> None:
    for package in PACKAGES:
        tree = ast.parse((package / "workflows.py").read_text())
        blocks = [node for node in ast.walk(tree) if isinstance(node, ast.Try | ast.With | ast.If)]
        assert all(node.col_offset <= 4 * 6 for node in blocks), package.name
