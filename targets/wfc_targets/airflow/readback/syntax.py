"""A generated file taken apart: imports, DAG functions, helpers, and the calls that make the DAGs."""

import ast
from dataclasses import dataclass
from typing import final

from wfc_targets.airflow.check import parsed
from wfc_targets.airflow.readback.patterns import Unread, shown


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What a file defines. `imports`: names to the module they come from (a module to itself); `helpers`: names to
    their definition with what stands right behind it; `made`: the DAG functions that are called.
    """

    imports: dict[str, str]
    dags: dict[str, ast.FunctionDef]
    helpers: dict[str, tuple[ast.stmt, ...]]
    made: tuple[str, ...]


def read_file(content: bytes) -> File:
    """The parts of a file, of which each statement is one."""
    file = File(imports={}, dags={}, helpers={}, made=())
    made: list[str] = []
    statements = parsed(content).body
    if statements and is_text(statements[0]):
        statements = statements[1:]
    for statement in statements:
        made += _take(statement, file)
    return File(imports=file.imports, dags=file.dags, helpers=file.helpers, made=tuple(made))


def is_text(statement: ast.stmt) -> bool:
    """A docstring, or text that stands behind a constant."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _take(statement: ast.stmt, file: File) -> list[str]:
    match statement:
        case ast.Import() | ast.ImportFrom():
            file.imports.update(imported(statement))
        case ast.FunctionDef(name=name, decorator_list=[ast.Call(func=ast.Name(id="dag"))]):
            file.dags[name] = statement
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            file.helpers[name] = (*file.helpers.get(name, ()), statement)
        case ast.Expr(value=ast.Constant(value=str())) if file.helpers:
            last = next(reversed(file.helpers))
            file.helpers[last] = (*file.helpers[last], statement)
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[])):
            return [name]
        case _:
            raise Unread(f"unknown statement {shown(statement)}")
    return []


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """The names that a statement brings, each with its module."""
    match statement:
        case ast.Import(names=names) if not any(one.asname for one in names):
            return {one.name: one.name for one in names}
        case ast.ImportFrom(module=str(module), names=names, level=0) if not any(one.asname for one in names):
            return {one.name: module for one in names}
        case _:
            raise Unread(f"unknown import {shown(statement)}")
