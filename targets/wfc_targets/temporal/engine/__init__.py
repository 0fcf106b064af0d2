"""Temporal started locally: the time-skipping test server, or with WFC_TEMPORAL_SERVER=dev the real dev server."""

from wfc_targets.temporal.engine.client import TemporalEngine

__all__ = ["TemporalEngine"]
