"""Durations as a definition has them: whole seconds, cut to what is left of the run's time."""

import math

from wfc_targets.stepfunctions.readback.situations import left
from wfc_targets.stepfunctions.readback.syntax import Tree
from wfc_targets.stepfunctions.readback.trees import settled, shape


def seconds(milliseconds: int) -> int:
    """Whole seconds, at least one."""
    return max(1, math.ceil(milliseconds / 1000))


def wait_cut(deadline: int | None, whole: Tree) -> Tree:
    """The seconds of a wait that ends at the deadline."""
    if deadline is None:
        return whole
    return settled(shape("$min([$whole, $max([0, $rest])])", whole=whole, rest=left(deadline)))


def task_cut(deadline: int | None, whole: Tree | None) -> Tree | None:
    """The seconds of a task that begins before the deadline or fails."""
    if deadline is None:
        return None if whole is None else settled(whole)
    rest = left(deadline)
    least = rest if whole is None else shape("$min([$whole, $rest])", whole=whole, rest=rest)
    return settled(shape("$rest > 0 ? $least : $error('Deadline')", rest=rest, least=least))
