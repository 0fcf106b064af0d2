"""What a test does without its engine."""

import os
from typing import NoReturn

import pytest

from wfc.target import EngineMissing


def without(missing: EngineMissing) -> NoReturn:
    """Skip, naming the engine; where engines are required (CI, `make test`) their absence is an error."""
    if os.environ.get("WFC_REQUIRE_ENGINES") or os.environ.get("CI"):
        raise missing
    pytest.skip(str(missing))
