"""What lambdas of random specs read: input and context, outputs that are certainly there, and those that may be."""

from tests.conformance.generate.lane import Shape, Spot

RAISES = "input.items[0] == 'a'"
"""The condition that has no value for some inputs."""

ON_INPUT = (
    "input.vip",
    "input.amount > 10",
    "len(input.items) > 1",
    "ctx.night and input.amount < 10",
    "'a' in input.items",
    "input.note is None",
    RAISES,
    RAISES,
)
ON_OUTPUT: dict[Shape, tuple[str, ...]] = {
    "receipt": ("output.points > 5", "'x' in output.tags", "output.left is None"),
    "count": ("output % 2 == 0", "output > 1"),
    "list": ("len(output) > 1",),
    "nothing": (),
}
_ASKED: dict[Shape, tuple[str, ...]] = {
    "receipt": ("{}.points > 5", "{}.ref == 's-1'", "len({}.tags) > 0", "({}.left or 0) < 1"),
    "count": ("{} > 1",),
    "list": ("len({}) > 1", "{} == []"),
    "nothing": (),
}
_TOLD: dict[Shape, tuple[str, ...]] = {
    "receipt": ("{}.ref", "{}.ref.upper()", 'f"{{{}.points:03d}}"', "{}.tags[0]"),
    "count": ('f"{{{}}}"', "str({} + 1)"),
    "list": ('f"{{len({})}}"',),
    "nothing": (),
}
_PLAIN = ("'fixed'", "input.note or 'none'", "f'{input.amount:05d}'", "ctx.user", "input.items[0]")


def condition(spot: Spot) -> str:
    """Something true or false, mostly about the input."""
    name = _some(spot)
    if name is None or not spot.draw.chance(40):
        return spot.draw.one(*ON_INPUT)
    asked = spot.draw.one(*_ASKED[spot.lane.known[name]])
    if name in spot.sure:
        return asked.format(_output(name))
    there = f"steps.get({name!r})"
    return f"{there} is not None and {asked.format(f'{there}.output')}"


def words(spot: Spot) -> str:
    """Some text."""
    own = "f'{index}-{item}-' + " if spot.lane.item and spot.draw.chance(70) else ""
    name = _some(spot)
    if name is None or not spot.draw.chance(50):
        return f"{own}({spot.draw.one(*_PLAIN)})" if own else spot.draw.one(*_PLAIN)
    told = spot.draw.one(*_TOLD[spot.lane.known[name]])
    if name in spot.sure:
        return own + told.format(_output(name))
    there = f"steps.get({name!r})"
    return f"{own}({told.format(f'{there}.output')} if {there} is not None else '-')"


def _some(spot: Spot) -> str | None:
    """One of the nodes before with something to read."""
    readable = [name for name, shape in spot.lane.known.items() if _TOLD[shape]]
    return spot.draw.one(*readable) if readable else None


def _output(name: str) -> str:
    return f"steps[{name!r}].output"
