"""The records every lambda may see without the author defining them: `run` and `error`."""

from wfc.ir.types import Field, Model, ModelRef, Str, Type, optional

RUN = ModelRef("run")
ERROR = ModelRef("error")
"""A failure that an edge has handled: it always belongs to a step."""
FINAL_ERROR = ModelRef("final-error")
"""What the run ends with, as compensations see it; its step is null where it belongs to none (R2)."""


def _error(path: str, step: Type) -> Model:
    return Model(path=path, fields=(_field("type", Str()), _field("message", Str()), _field("step", step)), schema="{}")


def _field(name: str, type_: Type) -> Field:
    return Field(name=name, alias=name, type=type_, required=True)


BUILTIN_MODELS: dict[str, Model] = {
    "run": Model(
        path="run",
        fields=(
            _field("id", Str()),
            _field("trigger", Str()),
            _field("started_at", Str("datetime")),
            _field("scheduled_at", optional(Str("datetime"))),
        ),
        schema="{}",
    ),
    "error": _error("error", Str()),
    "final-error": _error("final-error", optional(Str())),
}
"""By path."""
