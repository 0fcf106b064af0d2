"""Airflow 3.3: one self-contained DAG file per workflow version."""

from wfc_targets.airflow.target import TARGET

__all__ = ["TARGET"]
