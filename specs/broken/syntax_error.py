"""A bracket is never closed."""

from wfc import Workflow

syntax_error = Workflow(key="syntax.error", version="1.0.0", steps=[
