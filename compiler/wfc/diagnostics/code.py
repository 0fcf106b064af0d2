"""What a diagnostic code is."""

from dataclasses import dataclass
from importlib.resources import files
from typing import final


@final
@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding. `name` reads well after "allow": allow unreachable-step."""

    id: str
    name: str
    summary: str

    def page(self) -> str:
        """The long explanation that `wfc explain` shows: Markdown with a failing and a repaired spec."""
        return files("wfc.diagnostics").joinpath(f"pages/{self.id}.md").read_text("utf-8")
