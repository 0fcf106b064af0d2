"""A bracket is never closed."""

from wfc import Workflow

spec_not_loaded_syntax = Workflow(key="spec.not.loaded.syntax", version="1.0.0", steps=[
