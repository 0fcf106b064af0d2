"""The core computes; the command line alone prints, reads and writes (a target's `engine/` talks to its platform)."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture._modules import Module, modules

IMPURE_CALLS = set("breakpoint eval exec input open print".split())
IMPURE_METHODS = set("mkdir read_bytes read_text rename rmdir touch unlink write_bytes write_text".split())
IMPURE_MODULES = set("asyncio http random shutil socket subprocess tempfile threading time urllib".split())

# What may touch the world, and why; besides, every target's `engine/`, which starts its platform.
EXEMPT = (
    "compiler/wfc/cli/",  # the door to the world
    "compiler/wfc/diagnostics/code.py",  # its own pages, shipped inside the package
    "compiler/wfc/frontend/load.py",  # reads the spec
    "compiler/wfc/frontend/run_spec.py",  # runs the author's module
    "compiler/wfc/frontend/sources.py",  # reads its text
    "compiler/wfc/interpret/boundary.py",  # evaluates the author's annotations
    "compiler/wfc/runner.py",  # talks to a target's engine
    "compiler/wfc/scenario/serve.py",
    "compiler/wfc/scenario/stage.py",  # plays handlers inside a platform's process
    "compiler/wfc/scenario/stub.py",
)


def impurities(tree: ast.Module) -> Iterator[str]:
    """Each place that touches the world, as `line: what`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in IMPURE_CALLS:
                yield f"{node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in IMPURE_METHODS:
                yield f"{node.lineno}: .{name}()"
            case ast.Import(names=names):
                yield from (f"{node.lineno}: import {one.name}" for one in names if _top(one.name) in IMPURE_MODULES)
            case ast.ImportFrom(module=str(name)) if _top(name) in IMPURE_MODULES:
                yield f"{node.lineno}: from {name}"


def _top(dotted: str) -> str:
    return dotted.partition(".")[0]


def _core() -> list[Module]:
    return [module for module in modules() if not module.path.startswith(EXEMPT) and "/engine/" not in module.path]


@pytest.mark.parametrize("module", _core(), ids=lambda module: module.path)
def test_core_module_is_pure(module: Module) -> None:
    assert not list(impurities(module.tree))


PLANTED = ["print(1)", "open('x')", "path.write_text('x')", "import subprocess", "from time import sleep"]


@pytest.mark.parametrize("planted", PLANTED)
def test_an_impurity_is_seen(planted: str) -> None:
    assert list(impurities(ast.parse(planted)))
