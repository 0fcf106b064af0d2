"""What a lambda can see, by the slot it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from wfc.ir.types import Model, Type


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`names` are the parameters this slot offers, with their types; `steps` the output types of all steps that run
    before or after (whether one may be read here is check_dataflow's question); `models` all models by path, `run` and
    `error` too.

    The file of every span is the lambda's own, and columns of its syntax tree are counted in characters already.
    """

    names: Mapping[str, Type]
    steps: Mapping[str, Type]
    models: Mapping[str, Model]
