"""A spec that ends the process it is imported by."""

import sys

from wfc import Workflow

if not hasattr(sys, "wfc_is_fine"):
    sys.exit(3)

spec_not_loaded_exits = Workflow(key="spec.not.loaded.exits", version="1.0.0", steps=[])
