"""Play random specs that pass the checks, and break specs; end with 1 if a spec that passed fails by itself, on the
interpreter or on the engines asked for, or if a broken one passes.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.deep.player import Player, exact_options
from tests.conformance.generate.examples import EVERYTHING, words_of
from tests.soundness.mutants import break_all
from tests.soundness.play import Passing, play_sound
from wfc.target import load_target, target_names

SCENARIOS = 4
"""At most so many of each spec."""


def main() -> int:
    """The command."""
    asked = _arguments()
    wrong = [*_broken(asked)] if asked.mutants else []
    for name in ["interpreter", *asked.on] if asked.specs else ():
        wrong += _sound(name, asked)
    print(*wrong, sep="\n\n")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soundness", description=__doc__)
    parser.add_argument("--specs", type=int, default=500, help="random specs that pass")
    parser.add_argument("--mutants", type=int, default=500, help="broken specs")
    parser.add_argument("--on", action="append", default=[], choices=target_names(), help="and on this engine")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _sound(name: str, asked: argparse.Namespace) -> Iterator[str]:
    with ExitStack() as stack:
        folder, player, words = Path(stack.enter_context(TemporaryDirectory())), None, EVERYTHING
        if name != "interpreter":
            target = load_target(name)
            engine = stack.enter_context(target.engine())
            player, words = Player(target=target, engine=engine, options=exact_options(target)), words_of(target)
        found = play_sound(Passing(folder), words, asked.specs, SCENARIOS, asked.seed, player)
    print(f"{name}: {found.specs} specs that pass, {found.runs} runs, {len(found.unsound)} faults of a spec")
    print(f"  {found.guarded} read with guards, {found.refused} refused; runs ended: {dict(found.ended.most_common())}")
    yield from (f"{name}: {fault}\n{text}" for fault, text in found.unsound)


def _broken(asked: argparse.Namespace) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        found = break_all(Path(folder), asked.mutants, asked.seed)
    print(f"mutants: {found.tried.total()} of {len(found.tried)} kinds, {len(found.unseen)} not seen")
    print(f"  {dict(found.tried.most_common())}")
    yield from (f"{way} in {name}:\n{text}" for name, way, text in found.unseen)


if __name__ == "__main__":
    sys.exit(main())
