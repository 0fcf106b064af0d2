"""A spec that ends the process it is imported by."""

import sys

from wfc import Workflow

if not hasattr(sys, "wfc_is_fine"):
    sys.exit(3)

exits_at_import = Workflow(key="exits.at.import", version="1.0.0", steps=[])
