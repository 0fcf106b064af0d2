"""A word for what a transition leads to."""

from typing import assert_never

from wfc.ir.nodes import Arm, Fail, FailAgain, Goto, Succeed, Target


def target_word(target: Target) -> str:
    """The step's id, or how the run ends."""
    match target:
        case Goto():
            return target.step
        case Succeed():
            return "succeed"
        case Fail() | FailAgain():
            return "fail"
        case _:
            assert_never(target)


def arm_words(arms: list[Arm]) -> list[str]:
    """A word for each arm, told apart where two lead to the same place."""
    words = [target_word(arm.target) for arm in arms]
    return [word if words.count(word) == 1 else f"{word} {at}" for at, word in enumerate(words, 1)]
