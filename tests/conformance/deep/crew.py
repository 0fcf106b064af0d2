"""Some processes that play chunks of one target, each with an engine that stays."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from itertools import count
from multiprocessing import get_context
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.deep.chunk import play_chunk
from tests.conformance.deep.plan import SIZES, number_of
from tests.conformance.deep.player import Player, exact_options
from tests.conformance.deep.tally import Tally
from tests.conformance.generate.examples import Shelf
from wfc.target import load_target

_here: list[tuple[Player, Shelf]] = []
"""In a worker: its engine, and where it writes specs."""


def play_chunks(
    target: str, seed: int, workers: int, skip: frozenset[int], is_enough: Callable[[], bool]
) -> Iterator[tuple[int, Tally]]:
    """The chunks that are not yet played, in about their order, until there are enough."""
    numbers = (number for number in count() if number not in skip)
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(target,)) as pool:
        going: dict[Future[Tally], int] = {}
        while not is_enough() or going:
            while len(going) < workers and not is_enough():
                number = next(numbers)
                going[pool.submit(_play, target, number_of(seed, target, number))] = number
            done, _ = wait(going, return_when=FIRST_COMPLETED)
            for one in done:
                yield going.pop(one), one.result()


def _begin(target: str) -> None:
    stack = ExitStack()
    Finalize(None, stack.close, exitpriority=0)  # the process ends without going back through this function
    chosen = load_target(target)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="wfc-deep-")))
    engine = stack.enter_context(chosen.engine())
    player = Player(target=chosen, engine=engine, options=exact_options(chosen))
    _here.append((player, Shelf(folder)))


def _play(target: str, number: int) -> Tally:
    player, shelf = _here[0]
    return play_chunk(player, shelf, number, SIZES[target])
