"""What reading any part of a spec needs: the sources, the models and operations met so far, and small readings of them.

One for each workflow that is read.
"""

from dataclasses import dataclass, field
from typing import final

import wfc as spec
from wfc.diagnostics import Diagnostic, Diagnostics, Label
from wfc.diagnostics.catalogue import UNSUPPORTED_STEP_KIND
from wfc.frontend.arguments import argument_span, read_duration
from wfc.frontend.lambda_texts import LambdaTexts
from wfc.frontend.lambdas import read_lambda
from wfc.frontend.models import Models
from wfc.frontend.operations import Operations
from wfc.frontend.sources import Sources
from wfc.ir.surface import Lambda
from wfc.ir.types import Type
from wfc.source import Span
from wfc.spec.record import Record


@final
@dataclass(frozen=True, slots=True)
class Reader:
    """The state of reading one workflow. `called` are the workflows that the calls read so far run, with the call."""

    sources: Sources
    found: Diagnostics
    models: Models
    operations: Operations
    workflow: "spec.Workflow"
    lambdas: LambdaTexts
    called: "list[tuple[spec.Call, spec.Workflow]]" = field(default_factory=list)

    def span(self, record: Record) -> Span:
        """Where a record was made."""
        return self.sources.span(record.written_at)

    def argument(self, record: Record, name: str) -> Span:
        """Where one of its arguments is written."""
        return argument_span(record, name, self.sources)

    def function(self, record: Record, name: str) -> Lambda | None:
        """The lambda that an argument is."""
        function = getattr(record, name)
        if function is None:
            return None
        return read_lambda(function, self.lambdas, self.argument(record, name), self.found)

    def duration(self, record: Record, name: str) -> int | None:
        """The milliseconds that an argument says."""
        return read_duration(getattr(record, name), record, name, self.sources, self.found)

    def model(self, record: Record, name: str) -> Type | None:
        """The pydantic model that an argument is."""
        model = getattr(record, name)
        return None if model is None else self.models.model(model, self.span(record))

    def unsupported(self, record: Record, what: str, help: str) -> None:
        """Refuse what cannot be compiled yet."""
        message = f"{what} cannot be compiled by this version of wfc"
        at = Label(self.span(record))
        self.found.add(Diagnostic(code=UNSUPPORTED_STEP_KIND, message=message, at=at, help=help))
