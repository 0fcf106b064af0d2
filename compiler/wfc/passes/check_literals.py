"""A literal of a lambda or trigger is copied into the output, where everybody who sees the workflow reads it, and it
stays what it is. Runs on the core.

Reports secret-like-literal and template-like-literal.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from wfc.analysis.secrets import is_password, secret_in
from wfc.diagnostics import Diagnostic, Diagnostics, Label, Severity
from wfc.diagnostics.catalogue import SECRET_LIKE_LITERAL, TEMPLATE_LIKE_LITERAL
from wfc.ir.expressions import Const, DictDisplay, Expr, FString
from wfc.ir.nodes import Workflow
from wfc.ir.parts import walk
from wfc.ir.uses import expressions_of
from wfc.source import Span

_TEMPLATE = re.compile(r"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}|\$\{[^{}]{1,200}\}")
_LONGEST_SHOWN = 40

Literal: TypeAlias = tuple[str, str, Span]
"""The name it is given under, or nothing; the text; where it stands."""


def check_literals(workflow: Workflow, found: Diagnostics) -> None:
    """Look at every text that the spec writes down, once."""
    for name, text, span in dict.fromkeys((*_of_lambdas(workflow), *_of_triggers(workflow))):
        what = secret_in(text) or (f"a password, by its name `{name}`" if is_password(name, text) else None)
        if what is not None:
            found.warn(
                SECRET_LIKE_LITERAL,
                f"this literal looks like {what}, and would stand in the generated files for all to read",
                span,
                "let the handler fetch it: from a Connection on Airflow, the worker's environment on Temporal,"
                " Secrets Manager on Step Functions; replace the secret, which is in your repository now",
            )
        template = _TEMPLATE.search(text)
        if template is not None:
            found.add(
                Diagnostic(
                    code=TEMPLATE_LIKE_LITERAL,
                    message=f"`{_shown(template[0])}` looks like a template, and stays text on every platform",
                    at=Label(span),
                    help="write an f-string that reads the value: `run`, `input`, `ctx` or the output of a step",
                    severity=Severity.INFO,
                )
            )


def _of_lambdas(workflow: Workflow) -> Iterator[Literal]:
    for root in expressions_of(workflow):
        for part in walk(root):
            yield from _of_expression(part)


def _of_expression(expr: Expr) -> Iterator[Literal]:
    match expr:
        case Const(value=str(text)):
            yield "", text, expr.span
        case FString():
            yield from (("", part, expr.span) for part in expr.parts if isinstance(part, str))
        case DictDisplay():
            for entry in expr.entries:
                match entry.key, entry.value:
                    case Const(value=str(name)), Const(value=str(text)) as value:
                        yield name, text, value.span
                    case _:
                        pass
        case _:
            pass


def _of_triggers(workflow: Workflow) -> Iterator[Literal]:
    for trigger in workflow.triggers:
        for written in (trigger.input, trigger.context):
            yield from ((name, text, trigger.span) for name, text in _texts("", json.loads(written)))


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield name, value
        case list():
            for one in value:
                yield from _texts(name, one)
        case dict():
            for key, one in value.items():
                yield from _texts(key, one)
        case _:
            pass


def _shown(template: str) -> str:
    one_line = " ".join(template.split())
    return one_line if len(one_line) <= _LONGEST_SHOWN else f"{one_line[:_LONGEST_SHOWN]}..."
