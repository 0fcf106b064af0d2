"""The spec language: one module per concept. Authors import its words from `wfc`; see docs/spec.md."""
