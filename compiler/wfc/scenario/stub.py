"""Stand-ins for the team's handlers inside an engine's process: they play the scenario and record every call.

Loaded by a target's runner in the engine's environment (standard library and pydantic). A runner enters `on_stage`
before it imports generated code, which may bind a handler by name at import; a stand-in asks for the current stage only
when it is called, so one replacement serves all scenarios of the process.
"""

import functools
import inspect
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from wfc.scenario.failures import make_error
from wfc.scenario.journal import Json
from wfc.scenario.stage import Cue, Stage

Handler = Callable[..., Any]

_stages: list[Stage] = []
_STAND_IN = "__wfc_stand_in__"


@contextmanager
def on_stage(stage: Stage) -> Generator[Stage]:
    """Play this scenario until the end of the block. Handlers stay replaced, and refuse calls outside a scenario."""
    for operation in stage.cast["operations"].values():
        _replace_handler(operation["handler"])
    _stages.append(stage)
    try:
        yield stage
    finally:
        _stages.remove(stage)


def _replace_handler(path: str) -> None:
    module, _, name = path.partition(":")
    *owners, last = name.split(".")
    owner = functools.reduce(getattr, owners, import_module(module))
    handler = getattr(owner, last)
    if not hasattr(handler, _STAND_IN):
        stand_in = _async_stand_in(handler) if inspect.iscoroutinefunction(handler) else _sync_stand_in(handler)
        setattr(stand_in, _STAND_IN, True)
        setattr(owner, last, stand_in)


def _sync_stand_in(handler: Handler) -> Handler:
    part = _Part(handler)

    @functools.wraps(handler)
    def stand_in(*args: object, **kwargs: object) -> object:
        stage = _current_stage()
        cue = stage.begin(*part.hear(args, kwargs))
        stage.sleep(cue.takes)
        return part.speak(stage, cue)

    return stand_in


def _async_stand_in(handler: Handler) -> Handler:
    part = _Part(handler)

    @functools.wraps(handler)
    async def stand_in(*args: object, **kwargs: object) -> object:
        stage = _current_stage()
        cue = stage.begin(*part.hear(args, kwargs))
        await stage.sleep_async(cue.takes)
        return part.speak(stage, cue)

    return stand_in


def _current_stage() -> Stage:
    if not _stages:
        raise RuntimeError("a stand-in for a handler was called while no scenario is being played")
    return _stages[-1]


class _Part:
    """A handler's part: its arguments as JSON, and what the scenario says as the value the handler would return."""

    def __init__(self, handler: Handler) -> None:
        hints = get_type_hints(handler, include_extras=True)
        self._module = handler.__module__
        self._signature = inspect.signature(handler)
        self._parameters = {name: TypeAdapter(hints.get(name, Any)) for name in self._signature.parameters}
        self._result: TypeAdapter[Any] = TypeAdapter(hints.get("return", Any))

    def hear(self, args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[dict[str, Json], str]:
        """The arguments by name as JSON, and the idempotency key."""
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        key = bound.arguments.pop("idempotency_key", "")
        given = {name: _dump(self._parameters[name], value) for name, value in bound.arguments.items()}
        return given, key

    def speak(self, stage: Stage, cue: Cue) -> object:
        """Raise or return what the scenario says. What does not fit is returned as is: generated code must notice."""
        if cue.reply.error is not None:
            stage.end(cue, None, cue.reply.error)
            raise make_error(cue.reply.error, cue.reply.message, cue.operation["errors"], self._module)
        try:
            value = self._result.validate_json(json.dumps(cue.reply.output))
        except ValidationError:
            stage.end(cue, None, "InvalidOutput")
            return cue.reply.output
        stage.end(cue, _dump(self._result, value), None)
        return value


def _dump(adapter: TypeAdapter[Any], value: object) -> Json:
    return adapter.dump_python(value, mode="json", by_alias=True)
