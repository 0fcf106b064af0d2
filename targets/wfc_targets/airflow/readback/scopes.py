"""A DAG function taken apart: the tasks that it makes, and the arrows between them.

A mapped group counts as its tasks for one element, between what stands before and behind the group.
"""

import ast
from dataclasses import replace
from typing import TypeAlias

from wfc_targets.airflow.readback.made import Made, Wired, is_group, of_function
from wfc_targets.airflow.readback.patterns import Unread, expression_fits, keywords, shown, text
from wfc_targets.airflow.readback.syntax import is_text

Ends: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The tasks with which a name in an arrow begins and ends."""


def read_scope(function: ast.FunctionDef) -> Wired:
    """The tasks of a DAG."""
    body = function.body[1:] if is_text(function.body[0]) else function.body
    scope = _Scope()
    for statement in body:
        scope.take(statement, ())
    scope.all_used()
    return scope.wired


class _Scope:
    """The names of one function while its statements are read."""

    def __init__(self) -> None:
        self.wired = Wired()
        self._functions: dict[str, ast.FunctionDef] = {}
        self._names: dict[str, Ends] = {}

    def take(self, statement: ast.stmt, groups: tuple[str, ...]) -> None:
        """Read one statement; `groups` are those it stands in."""
        match statement:
            case ast.FunctionDef(name=name) if name not in self._functions and not groups:
                self._functions[name] = statement
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List() as several):
                self._names[name] = self._ends(several)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if name not in self._names:
                self._names[name] = self._make(name, call, groups)
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=None)], body=body):
                inside = (*groups, self._group(call))
                for one in body:
                    self.take(one, inside)
            case ast.Expr(value=ast.BinOp(op=ast.RShift()) as arrow):
                self._follow(arrow)
            case _:
                raise Unread(f"unknown statement {shown(statement)}")

    def all_used(self) -> None:
        """Every function that is defined must be a task."""
        if unused := self._functions.keys() - self._names.keys():
            raise Unread(f"functions that are no tasks: {sorted(unused)}")

    def _group(self, call: ast.Call) -> str:
        pattern = "TaskGroup(_name, group_display_name=_title, prefix_group_id=False)"
        holes = expression_fits(pattern, call)
        if holes is None:
            raise Unread(f"unknown group {shown(call)}")
        name = text(holes["_name"])
        self.wired.titles[name] = text(holes["_title"])
        return name

    def _make(self, name: str, call: ast.Call, groups: tuple[str, ...]) -> Ends:
        function = self._functions.get(name)
        match call:
            case ast.Call(func=ast.Name(id=called), args=[], keywords=[]) if called == name and function:
                return self._add(of_function(function, groups))
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=called), attr="expand"),
                args=[],
                keywords=[ast.keyword(arg="item", value=ast.Name() as items)],
            ) if called == name and function:
                return self._expand(function, self._ends(items), groups)
            case ast.Call(func=ast.Name(id=operator), args=[]) if operator not in self._functions:
                arguments = keywords(call)
                task = text(arguments.pop("task_id"))
                return self._add(Made(id=task, function=None, operator=operator, arguments=arguments, groups=groups))
            case _:
                raise Unread(f"unknown task {shown(call)}")

    def _expand(self, function: ast.FunctionDef, items: Ends, groups: tuple[str, ...]) -> Ends:
        [over] = items[1]
        if [one.arg for one in function.args.args] != ["item"]:
            raise Unread(f"{function.name} is not given its item")
        if not is_group(function):
            return self._add(replace(of_function(function, groups), over=over, alone=True))
        inner = read_scope(function)
        for task in inner.tasks.values():
            self._add(replace(task, groups=(*groups, function.name, *task.groups), over=over))
        self.wired.arrows.extend(inner.arrows)
        self.wired.titles.update(inner.titles)
        led, leading = {two for _, two in inner.arrows}, {one for one, _ in inner.arrows}
        first = tuple(one for one in inner.tasks if one not in led)
        return first, tuple(one for one in inner.tasks if one not in leading)

    def _add(self, task: Made) -> Ends:
        if task.id in self.wired.tasks:
            raise Unread(f"two tasks {task.id}")
        self.wired.tasks[task.id] = task
        return (task.id,), (task.id,)

    def _follow(self, arrow: ast.expr) -> Ends:
        if not isinstance(arrow, ast.BinOp):
            return self._ends(arrow)
        if not isinstance(arrow.op, ast.RShift):
            raise Unread(f"unknown arrow {shown(arrow)}")
        before, behind = self._follow(arrow.left), self._ends(arrow.right)
        if isinstance(arrow.left, ast.List) and isinstance(arrow.right, ast.List):
            raise Unread(f"lists cannot be chained: {shown(arrow)}")
        self.wired.arrows.extend((one, two) for one in before[1] for two in behind[0])
        return behind

    def _ends(self, node: ast.expr) -> Ends:
        match node:
            case ast.Name(id=name) if name in self._names:
                return self._names[name]
            case ast.List(elts=parts):
                found = [self._ends(part) for part in parts]
                return tuple(one for ends in found for one in ends[0]), tuple(one for ends in found for one in ends[1])
            case _:
                raise Unread(f"no task: {shown(node)}")
