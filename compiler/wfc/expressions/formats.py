"""Types f-strings. Reports lossy-type, possibly-none, type-mismatch and unsupported-expression.

Admitted are the formats that every platform can print alike: text, whole numbers and truth values as they are; `d`,
`,`, `05d` and `.2f`, `,.2f`, `.1%` of numbers; a width for text and whole numbers.
"""

import ast
import re

from wfc.diagnostics.catalogue import LOSSY_TYPE, TYPE_MISMATCH, UNSUPPORTED_EXPRESSION
from wfc.expressions.access import report_possibly_none
from wfc.expressions.environment import Env, source
from wfc.expressions.kinds import describe, is_bool, is_int, is_number, is_text, widen
from wfc.ir import expressions as ir
from wfc.ir import types

TEXT_SPEC = re.compile(r"[<>]?[1-9]\d?")
INT_SPEC = re.compile(r"d|,d?|[<>]?[1-9]\d?d?|0[1-9]\d?d?")
FLOAT_SPEC = re.compile(r",?\.[0-6]f|\.[0-4]%")


def infer_fstring(node: ast.JoinedStr, env: Env) -> ir.Expr | None:
    """`f"..."`."""
    parts = [_part(value, env) for value in node.values]
    known = tuple(part for part in parts if part is not None)
    return ir.FString(parts=known, type=types.Str(), span=env.span(node)) if len(known) == len(parts) else None


def _part(node: ast.expr, env: Env) -> str | ir.FormatPart | None:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.FormattedValue(conversion=-1 | 115, value=value):
            spec = _spec(node, env)
            typed = env.infer(value)
            if spec is None or typed is None or not has_text(value, typed, spec, env):
                return None
            return ir.FormatPart(value=typed, spec=spec)
        case _:
            env.report(
                UNSUPPORTED_EXPRESSION, "`!r` and `!a` cannot be used in an f-string", node, "leave the conversion out"
            )
            return None


def _spec(node: ast.FormattedValue, env: Env) -> str | None:
    match node.format_spec:
        case None:
            return ""
        case ast.JoinedStr(values=[]):
            return ""
        case ast.JoinedStr(values=[ast.Constant(value=str() as spec)]):
            return spec
        case _:
            env.report(UNSUPPORTED_EXPRESSION, "a format must be a constant", node, "write the format as a constant")
            return None


def has_text(node: ast.expr, typed: ir.Expr, spec: str, env: Env) -> bool:
    """Has the value, in this format, one text on every platform? Reported if not."""
    of = typed.type
    if isinstance(of, types.Optional):
        report_possibly_none(node, env)
    elif spec and not _is_admitted(of, spec):
        help = "use `d`, `,`, `05d`, `.2f`, `,.2f`, `.1%`, or a width like `>10`"
        env.report(UNSUPPORTED_EXPRESSION, f"`{describe(widen(of))}` cannot be formatted with `{spec}`", node, help)
    elif isinstance(widen(of), types.Float) and not spec:
        help = f"say how many places: `{{{source(node)}:.2f}}`"
        env.report(
            LOSSY_TYPE, f"`{source(node)}` is a float, which is written differently on other platforms", node, help
        )
    elif not spec and not (is_text(of) or is_number(of) or is_bool(of) or isinstance(of, types.Str)):
        env.report(
            TYPE_MISMATCH, f"`{source(node)}` is `{describe(of)}`, which has no text", node, "write out its parts"
        )
    else:
        return True
    return False


def _is_admitted(of: types.Type, spec: str) -> bool:
    if is_text(of):
        return TEXT_SPEC.fullmatch(spec) is not None
    if is_int(of):
        return (INT_SPEC.fullmatch(spec) or FLOAT_SPEC.fullmatch(spec)) is not None
    return is_number(of) and FLOAT_SPEC.fullmatch(spec) is not None
