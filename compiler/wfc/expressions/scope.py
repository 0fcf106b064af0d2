"""What a lambda can see, by the slot it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from wfc.ir.types import Model, Type


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`names` are the parameters this slot offers, with their types; `steps` the output types of all steps in sight,
    before or after (whether one has run is check_dataflow's question); `hidden` says why another step is out of sight
    (it completes "`x` cannot be read here: "); `models` all models by path, `run` and `error` too.

    The file of every span is the lambda's own, and columns of its syntax tree are counted in characters already.
    """

    names: Mapping[str, Type]
    steps: Mapping[str, Type]
    models: Mapping[str, Model]
    hidden: Mapping[str, str] = field(default_factory=dict)
