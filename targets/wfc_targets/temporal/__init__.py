"""The Temporal target: one Python package per workflow version."""

from wfc_targets.temporal.target import TARGET

__all__ = ["TARGET"]
