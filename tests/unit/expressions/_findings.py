"""Prints the findings of a lambda for comparison: `12-24 code: message`, then the help."""

from tests.expressions._world import MODELS, NAMES, STEPS, surface
from wfc.diagnostics import Diagnostics
from wfc.expressions.infer import infer_lambda
from wfc.expressions.scope import Scope


def findings(text: str) -> list[str]:
    found = Diagnostics()
    infer_lambda(surface(text), Scope(names=NAMES, steps=STEPS, models=MODELS), found)
    lines = []
    for one in found.sorted():
        lines.append(f"{one.at.span.col}-{one.at.span.end_col} {one.code.name}: {one.message}")
        lines += [f"  {one.help}"] if one.help else []
    return lines
