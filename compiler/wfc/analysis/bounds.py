"""How long things may take, as sums that can be shown: interval arithmetic over attempts and delays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from wfc.analysis.delays import retry_delays
from wfc.durations import spell_duration
from wfc.ir.policies import Retry


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How long something may take, in milliseconds; `lines` is the sum written out, `unbounded` says what it leaves out
    of the worst case, which is then longer still.
    """

    total: int
    lines: tuple[str, ...]
    unbounded: tuple[str, ...] = ()

    @property
    def arithmetic(self) -> tuple[str, ...]:
        """The sum, and what is not in it, for the notes of a finding."""
        return (*self.lines, *(f"not counted: {left_out}" for left_out in self.unbounded))


NOTHING = Bound(total=0, lines=())


def known(name: str, duration: int) -> Bound:
    """What takes so long and no longer."""
    return Bound(total=duration, lines=(f"{name:<20} {spell_duration(duration)}",))


def unknown(left_out: str) -> Bound:
    """What has no bound; it counts as nothing, and is named."""
    return Bound(total=0, lines=(), unbounded=(left_out,))


def summed(bounds: Iterable[Bound]) -> Bound:
    """One after the other."""
    bounds = tuple(bounds)
    return Bound(
        total=sum(bound.total for bound in bounds),
        lines=tuple(line for bound in bounds for line in bound.lines),
        unbounded=tuple(dict.fromkeys(left_out for bound in bounds for left_out in bound.unbounded)),
    )


def worst_of(name: str, retry: tuple[Retry, ...], timeout: int | None) -> Bound:
    """The worst case of one operation with its retries: `3 x 10s + 1s + 2s = 33s`."""
    delays = [delay for policy in retry for delay in retry_delays(policy)]
    attempts = 1 + len(delays)
    if timeout is None:
        return Bound(total=sum(delays), lines=(), unbounded=(f"`{name}`, which has no timeout",))
    total = attempts * timeout + sum(delays)
    terms = [f"{attempts} x {spell_duration(timeout)}" if attempts > 1 else spell_duration(timeout)]
    terms += [spell_duration(delay) for delay in delays[:4]] + (["..."] if len(delays) > 4 else [])
    line = f"{' + '.join(terms)} = {spell_duration(total)}" if len(terms) > 1 else terms[0]
    return Bound(total=total, lines=(f"{name:<20} {line}",))
