"""Tries a fault: emits the specs with a faulty emitter, and sees who notices before anything would be written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from tests.conformance.corpus import ROOT, specs
from tests.validation.apart import SHARED, apart, install
from tests.validation.mutations import Mutant, mutants
from tests.validation.neutral import meaning
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import Workflow
from wfc.target import ReadsBack, default_options, load_target

Verdict: TypeAlias = Literal["no fault", "crash", "check", "validation", "missed", "same journals", "hangs"]
"""Who noticed: nobody had to, the emitter itself, `check`, `validate`, nobody before a run, nobody at all (the code is
another one, and every run leaves the same journal), or it never came to an end.
"""

CAUGHT = frozenset({"crash", "check", "validation"})

NOT_EMITTING = "engine readback trace check support target limits quotas __init__ plan_text".split()
"""What a target's folder has besides its emitter."""

Outputs: TypeAlias = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one fault. `what` is the complaint, `changed` the workflows whose output a missed one changes."""

    change: str
    verdict: Verdict
    what: str = ""
    changed: tuple[str, ...] = ()


def all_mutants(target: str) -> Iterator[Mutant]:
    """Every fault that can be made in the emitter of a target, or in what emitters share."""
    for root, package in ((ROOT / "targets", f"wfc_targets/{target}"), (ROOT / "compiler", SHARED.replace(".", "/"))):
        for file in sorted((root / package).rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            if not set(parts[2:]) & set(NOT_EMITTING):
                yield from mutants(".".join(parts), file.read_text("utf-8"))


def sound_outputs(target: str) -> Outputs:
    """What the emitter makes of every spec that its target accepts."""
    return apart(_sound, target)


def attempt(target: str, mutant: Mutant, sound: Outputs) -> Trial:
    """Emit with the fault until somebody notices."""
    try:
        return apart(_tried, target, mutant, sound)
    except EOFError:
        return Trial(change=mutant.change, verdict="hangs")


@cache
def workflows() -> tuple[Workflow, ...]:
    """All workflows of the corpus."""
    return tuple(one for of_spec in specs().workflows.values() for one in of_spec)


def _sound(target: str) -> Outputs:
    loaded = load_target(target)
    options = default_options(loaded)
    return {
        one.name: {path: meaning(path, data) for path, data in loaded.emit(one, options).items()}
        for one in workflows()
        if not any(found.severity is Severity.ERROR for found in capabilities(one, loaded, options))
    }


def _tried(target: str, mutant: Mutant, sound: Outputs) -> Trial:
    install(mutant)
    changed: list[str] = []
    for workflow in workflows():
        if workflow.name not in sound:
            continue
        verdict, what = _emitted(target, workflow, sound[workflow.name])
        if verdict in CAUGHT:
            return Trial(change=mutant.change, verdict=verdict, what=what)
        if verdict == "missed":
            changed.append(workflow.name)
    return Trial(change=mutant.change, verdict="missed" if changed else "no fault", changed=tuple(changed))


def _emitted(target: str, workflow: Workflow, sound: Mapping[str, object]) -> tuple[Verdict, str]:
    try:
        loaded = load_target(target)
        options = default_options(loaded)
        files = loaded.emit(workflow, options)
        found = loaded.check(files)
    except Exception as error:  # noqa: BLE001 - any way of falling is a way of noticing
        return "crash", f"{workflow.name}: {error!r}"
    if found:
        return "check", f"{workflow.name}: {found[0]}"
    if not any(_differs(path, files, sound) for path in {**sound, **files}):
        return "no fault", ""
    try:
        complaints = loaded.validate(workflow, files, options) if isinstance(loaded, ReadsBack) else ()
    except Exception as error:  # noqa: BLE001 - a reader that falls has noticed something
        return "validation", f"{workflow.name}: {error!r}"
    return ("validation", f"{workflow.name}: {complaints[0]}") if complaints else ("missed", "")


def _differs(path: str, files: Mapping[str, bytes], sound: Mapping[str, object]) -> bool:
    return path not in files or path not in sound or meaning(path, files[path]) != sound[path]
