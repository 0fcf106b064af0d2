"""What a run of the deep suite is: how many pairs on which target, from which seed, and for how long."""

from dataclasses import dataclass
from hashlib import sha256

from tests.conformance.deep.chunk import Size

PAIRS = {"stepfunctions": 10_000, "temporal": 2_000, "airflow": 500}
"""The fast ones first: they are done when the slow one gets all the time that is left."""

SIZES = {
    "stepfunctions": Size(examples=40, scenarios=8),
    "temporal": Size(examples=25, scenarios=6),
    "airflow": Size(examples=4, scenarios=4),
}
"""Of a chunk, which is played or left out as a whole: a minute or less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`pairs` by target; `minutes` for all; `workers` processes, each with an engine."""

    seed: int
    pairs: dict[str, int]
    minutes: float
    workers: int


def number_of(seed: int, target: str, chunk: int) -> int:
    """The seed of a chunk."""
    return int.from_bytes(sha256(f"{seed} {target} {chunk}".encode()).digest()[:6])
