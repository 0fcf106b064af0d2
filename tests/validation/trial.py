"""Tries a fault: emits the specs with a faulty emitter, and sees who notices.

Every trial is a process of its own, forked from one that has read the specs and has not yet imported an emitter.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import multiprocessing
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from types import CodeType, ModuleType
from typing import Literal, TypeAlias, TypeVar

from tests.conformance.corpus import ROOT, specs
from tests.validation.mutations import Mutant, mutants
from tests.validation.neutral import meaning
from wfc.diagnostics import Severity
from wfc.driver import capabilities
from wfc.ir.nodes import Workflow
from wfc.target import ReadsBack, default_options, load_target

Verdict: TypeAlias = Literal["no fault", "crash", "check", "validation", "missed", "hangs"]
"""Who noticed: nobody had to, the emitter itself, `check`, `validate`, nobody, or it never came to an end."""

Result = TypeVar("Result")

CAUGHT = frozenset({"crash", "check", "validation"})
LONGEST = 60
"""Seconds of the processor that a trial may take."""

SHARED = "wfc/emit"
NOT_EMITTING = ("engine", "readback", "trace", "check", "support", "target", "limits", "__init__", "plan_text")
"""What a target's folder has besides its emitter."""

Outputs: TypeAlias = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one fault. `what` is the complaint, or of a fault that was missed the file that differs."""

    change: str
    verdict: Verdict
    what: str = ""


def all_mutants(target: str) -> Iterator[Mutant]:
    """Every fault that can be made in the emitter of a target, or in what emitters share."""
    for root, package in ((ROOT / "targets", f"wfc_targets/{target}"), (ROOT / "compiler", SHARED)):
        for file in sorted((root / package).rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            if not set(parts[2:]) & set(NOT_EMITTING):
                yield from mutants(".".join(parts), file.read_text("utf-8"))


def sound_outputs(target: str) -> Outputs:
    """What the emitter makes of every spec that its target accepts."""
    return _apart(_sound, target)


def attempt(target: str, mutant: Mutant, sound: Outputs) -> Trial:
    """Emit with the fault until somebody notices."""
    try:
        return _apart(_tried, target, mutant, sound)
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
    for name in [one for one in sys.modules if one.startswith(SHARED.replace("/", "."))]:
        del sys.modules[name]  # what reads specs has imported some of it
    sys.meta_path.insert(0, _Faulty(mutant))
    missed = ""
    for workflow in workflows():
        if workflow.name not in sound:
            continue
        verdict, what = _emitted(target, workflow, sound[workflow.name])
        if verdict in CAUGHT:
            return Trial(change=mutant.change, verdict=verdict, what=what)
        missed = missed or what
    return Trial(change=mutant.change, verdict="missed" if missed else "no fault", what=missed)


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
    differs = next((path for path in {**sound, **files} if _differs(path, files, sound)), "")
    if not differs:
        return "no fault", ""
    try:
        complaints = loaded.validate(workflow, files, options) if isinstance(loaded, ReadsBack) else ()
    except Exception as error:  # noqa: BLE001 - a reader that falls has noticed something
        return "validation", f"{workflow.name}: {error!r}"
    return ("validation", f"{workflow.name}: {complaints[0]}") if complaints else ("missed", differs)


def _differs(path: str, files: Mapping[str, bytes], sound: Mapping[str, object]) -> bool:
    return path not in files or path not in sound or meaning(path, files[path]) != sound[path]


class _Faulty(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module with its fault."""

    def __init__(self, mutant: Mutant) -> None:
        self._module, self._source = mutant.module, mutant.source()

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._module else None

    def get_filename(self, fullname: str) -> str:
        return fullname

    def get_data(self, path: str | bytes) -> bytes:
        return self._source.encode()

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, fullname, "exec")


def _apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Call in a process of its own. Raises EOFError when that has died."""
    forking = multiprocessing.get_context("fork")
    heard, said = forking.Pipe(duplex=False)
    process = forking.Process(target=_say, args=(said, function, arguments))
    process.start()
    said.close()
    try:
        result: Result = heard.recv()
        return result
    finally:
        process.join()


def _say(said: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    said.send(function(*arguments))
