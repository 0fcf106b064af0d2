"""The helpers of a file: each as its template has it for what the file needs, none missing, none too many."""

import ast
import builtins
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from symtable import SymbolTable, symtable

from wfc.validation.facts import Aspect
from wfc_targets.airflow.readback.dag import Dag
from wfc_targets.airflow.readback.patterns import Unread, milliseconds, texts
from wfc_targets.airflow.readback.schemas import comment_key
from wfc_targets.airflow.readback.syntax import File
from wfc_targets.airflow.readback.traits import traits_of

_CONSTANTS = ("FAILING", "ELEMENTS", "DEADLINE")


def facts_of_helpers(dag: Dag, file: File, content: bytes, uncertain: bool) -> Iterator[tuple[str, Aspect, object]]:
    """The deadline is a constant; all else is held against its template."""
    source = content.decode()
    _check_names(file, source)
    _check_texts(dag, file, source.splitlines(keepends=True), uncertain)
    elements = {one for one, task in dag.tasks.items() if task.made.over is not None}
    if set(constant(file, "ELEMENTS")) != elements:
        raise Unread(f"ELEMENTS should be {', '.join(sorted(elements))}, are {', '.join(constant(file, 'ELEMENTS'))}")
    deadline = _value(file, "DEADLINE")
    yield "", Aspect.DEADLINE, None if deadline is None else milliseconds(deadline)


def constant(file: File, name: str) -> tuple[str, ...]:
    """The tasks that a constant lists."""
    value = _value(file, name)
    return () if value is None else texts(value)


def _value(file: File, name: str) -> ast.expr | None:
    match file.helpers.get(name):
        case (ast.Assign(value=value), *_):
            return value
        case None:
            return None
        case other:
            raise Unread(f"{name} is no constant: {other}")


def _check_names(file: File, source: str) -> None:
    """Whatever is read is there, and whatever is there is read."""
    used = set(_globals(symtable(source, "<dag>", "exec")))
    defined = {*file.imports, *file.helpers, *file.dags}
    if missing := used - defined - set(dir(builtins)) - {"__name__"}:
        raise Unread(f"not defined: {', '.join(sorted(missing))}")
    if idle := defined - used:
        raise Unread(f"never used: {', '.join(sorted(idle))}")
    for name, module in file.imports.items():
        if name != module and not module.startswith("airflow") and not hasattr(import_module(module), name):
            raise Unread(f"{module} has no {name}")


def _globals(table: SymbolTable) -> Iterator[str]:
    yield from (one.get_name() for one in table.get_symbols() if one.is_referenced() and one.is_global())
    for inner in table.get_children():
        yield from _globals(inner)


def _check_texts(dag: Dag, file: File, lines: list[str], uncertain: bool) -> None:
    facts = _facts(dag, uncertain)
    for name, (first, *more) in file.helpers.items():
        if name in _CONSTANTS:
            continue
        last = more[-1] if more else first
        begin = min([first.lineno, *(one.lineno for one in getattr(first, "decorator_list", []))])
        found = "".join(lines[begin - 1 : last.end_lineno])
        if _bare(found) != _rendered(name, facts):
            raise Unread(f"the helper {name} is another one than its template")


Facts = tuple[tuple[str, object], ...]


def _facts(dag: Dag, uncertain: bool) -> Facts:
    rollback = dag.rollback
    return (
        ("traits", traits_of(dag, uncertain=uncertain)),
        ("rollback", rollback[0] if rollback else ""),
        ("undo_suffix", rollback[1].undo if rollback else ""),
        ("comment", comment_key(dag.workflow)),
        ("key", dag.workflow.key),
        ("version", dag.workflow.version),
    )


@cache
def _rendered(name: str, facts: Facts) -> str:
    from jinja2 import TemplateNotFound  # not at import: listing targets needs no Jinja

    from wfc_templates import environment

    templates = environment("airflow")
    own: dict[str, Callable[..., str]] = {"lay": lambda text, _depth: text, "string_literal": json.dumps}
    templates.filters.update(own)
    given = dict(facts)
    try:
        template = templates.get_template(f"helpers/{name}.jinja")
    except TemplateNotFound as error:
        raise Unread(f"unknown helper {name}") from error
    workflow = {"key": given.pop("key"), "version": given.pop("version")}
    return _bare(template.render(given, workflow=workflow))


_LAYOUT = re.compile(r"\s+|,(?=\s*[)\]}])")


def _bare(source: str) -> str:
    """Source without its layout."""
    return _LAYOUT.sub("", source)
