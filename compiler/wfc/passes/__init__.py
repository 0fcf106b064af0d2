"""The passes: one file, one pass, one public function of that name. Their order is in wfc.pipeline only."""
