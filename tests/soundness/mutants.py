"""Breaks specs, and holds what `wfc check` says of each mutant against what it says of the spec."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.conformance.corpus import SPECS
from tests.conformance.generate.draw import Draw
from tests.conformance.generate.examples import EVERYTHING, FOUND, SETTINGS
from tests.conformance.generate.head import TEAM
from tests.conformance.generate.specs import write_spec
from tests.soundness.breaking import WAYS, Spec
from tests.soundness.play import with_guards
from wfc.cli.reading import Read, read_specs
from wfc.ir.nodes import Workflow


@dataclass(slots=True)
class Broken:
    """Mutants by the way they were broken; of those that its rules did not see, the spec, the way and the text."""

    tried: Counter[str] = field(default_factory=Counter)
    unseen: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Bench:
    """A folder in which a spec can be read: with what the example specs import."""

    folder: Path

    def __post_init__(self) -> None:
        for one in (*SPECS, SPECS[0].parent / "acme", FOUND / f"{TEAM}.py"):
            (self.folder / one.name).symlink_to(one)

    def read(self, name: str, text: str) -> Read:
        """What wfc says of a spec of this name."""
        file = self.folder / name
        file.unlink(missing_ok=True)
        file.write_text(text, "utf-8")
        return read_specs([file], self.folder)


def break_spec(bench: Bench, name: str, text: str, most: int, found: Broken, random: Random) -> None:
    """Break a spec in so many places, chosen evenly among the ways."""
    if most <= 0:
        return
    text = ast.unparse(ast.parse(text))
    before = bench.read(name, text)
    workflows = next(iter(before.workflows.values()), ())
    if before.failed or not workflows:
        return
    for way, at in _chosen(text, workflows, most, found, random):
        spec = Spec(ast.parse(text), workflows)
        list(WAYS[way].changes(spec))[at]()
        mutant = ast.unparse(ast.fix_missing_locations(spec.tree))
        after = bench.read(name, mutant)
        found.tried[way] += 1
        if not WAYS[way].seen_as & (_codes(after) - _codes(before)).keys():
            found.unseen.append((name, way, mutant))


def _chosen(
    text: str, workflows: tuple[Workflow, ...], most: int, found: Broken, random: Random
) -> Iterator[tuple[str, int]]:
    """Places to break, those of the ways that were tried least first."""
    spec = Spec(ast.parse(text), workflows)
    places = {way: len(list(known.changes(spec))) for way, known in WAYS.items()}
    possible = [way for way, count in places.items() if count]
    random.shuffle(possible)
    for way in sorted(possible, key=lambda way: found.tried[way])[:most]:
        yield way, random.randrange(places[way])


def _codes(read: Read) -> Counter[str]:
    return Counter(one.code.name for one in read.findings)


def break_all(folder: Path, most: int, number: int) -> Broken:
    """So many mutants, half of them of the example specs and half of random ones; the same number is the same ones."""
    bench, found, random = Bench(folder), Broken(), Random(number)
    each = -(-most // 2 // len(SPECS))
    texts = [(spec.name, spec.read_text("utf-8")) for spec in random.sample(SPECS, len(SPECS))]
    for name, text in texts:
        break_spec(bench, name, text, min(each, most // 2 - found.tried.total()), found, random)
    for text in random_specs(most, number):
        break_spec(bench, "random_flow.py", with_guards(text), min(5, most - found.tried.total()), found, random)
    return found


def random_specs(most: int, number: int) -> list[str]:
    """Texts of random specs, sound or not."""
    texts: list[str] = []

    @seed(number)
    @settings(SETTINGS, max_examples=most)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        texts.append(write_spec(Draw(data.draw), EVERYTHING))

    run()
    return texts
