"""The records a lambda may see without the author defining them: `run`, `error`, and the decisions of approvals.

Their fields are read as attributes, their values are plain JSON objects everywhere.
"""

from collections.abc import Iterable

from wfc.ir.types import Choices, Field, Model, ModelRef, Null, Str, Type, optional

RUN = ModelRef("run")
ERROR = ModelRef("error")
"""A failure that an edge has handled: it always belongs to a step."""
FINAL_ERROR = ModelRef("final-error")
"""What the run ends with, as compensations see it; its step is null where it belongs to none (R2)."""


def decision_type(form: Type | None) -> ModelRef:
    """The output of an approval (T3): its `data` is null unless somebody filled in the form."""
    return ModelRef(f"decision({_form(form)})")


def approved_type(form: Type | None) -> ModelRef:
    """The output of an approval where it has certainly been approved: then `data` is there."""
    return ModelRef(f"approved({_form(form)})")


def decision_models(forms: Iterable[Type | None]) -> dict[str, Model]:
    """The models behind `decision_type` and `approved_type`, by path."""
    found: dict[str, Model] = {}
    for form in forms:
        for ref, data in ((decision_type(form), optional(form or Null())), (approved_type(form), form or Null())):
            found[ref.path] = Model(path=ref.path, fields=(*_DECISION, _field("data", data)), schema="{}")
    return found


def _form(form: Type | None) -> str:
    return form.path if isinstance(form, ModelRef) else ""


def _error(path: str, step: Type) -> Model:
    return Model(path=path, fields=(_field("type", Str()), _field("message", Str()), _field("step", step)), schema="{}")


def _field(name: str, type_: Type) -> Field:
    return Field(name=name, alias=name, type=type_, required=True)


_DECISION = (
    _field("decision", Choices(("approved", "rejected", "timeout"))),
    _field("by", optional(Str())),
    _field("comment", optional(Str())),
)

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
"""By path. Where a workflow has approvals, `decision_models` adds theirs."""
