"""The plan as indented text, for people and tests: `wfc build --emit plan`."""

from typing import assert_never

from wfc.ir.nodes import Arm
from wfc_targets.temporal.flow_words import target_word
from wfc_targets.temporal.plan import (
    Code,
    FailAgain,
    Finish,
    GoOn,
    Handled,
    Package,
    Perform,
    Refuse,
    Statement,
    Switch,
    Yield,
    plain,
)


def plan_text(package: Package) -> str:
    """One paragraph a method."""
    return "\n\n".join(_method(package, at) for at in range(len(package.methods))) + "\n"


def _method(package: Package, at: int) -> str:
    method = package.methods[at]
    parameters = ", ".join(plain(one.id) if one.certain else f"{plain(one.id)}?" for one in method.parameters)
    unset = [f"  unset {plain(one)}" for one in method.unset]
    return "\n".join([f"method {method.vertex}({parameters})", *unset, *_block(method.code, 1)])


def _block(block: Code, depth: int) -> list[str]:
    return [line for one in block for line in _statement(one, depth)] or ["  " * depth + "pass"]


def _statement(one: Statement, depth: int) -> list[str]:
    indent = "  " * depth
    match one:
        case Perform():
            return [f"{indent}perform {one.node.id}", *_handled(one.handled, depth)]
        case Switch():
            arms = [line for arm, branch in one.arms for line in (_arm(arm, depth), *_block(branch.block, depth + 2))]
            return [f"{indent}switch {one.node}", *arms, *_handled(one.handled, depth)]
        case GoOn():
            return [f"{indent}go on {one.method}"]
        case Finish():
            return [f"{indent}finish"]
        case Yield():
            return [f"{indent}yield {one.node.id if one.node else 'nothing'}"]
        case Refuse():
            return [f"{indent}fail {one.target.type} at {one.node}"]
        case FailAgain():
            return [f"{indent}fail again"]
        case _:
            assert_never(one)


def _arm(arm: Arm, depth: int) -> str:
    kind = "otherwise" if arm.condition is None else "when ..."
    return f"{'  ' * (depth + 1)}{kind} -> {target_word(arm.target)}"


def _handled(handled: tuple[Handled, ...], depth: int) -> list[str]:
    lines: list[str] = []
    for one in handled:
        lines.append(f"{'  ' * depth}on {', '.join(one.types) or 'any failure'}")
        lines += _block(one.branch.block, depth + 1)
    return lines
