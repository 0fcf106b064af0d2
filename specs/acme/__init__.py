"""Acme's own code: plain models and plain functions that know nothing of workflows."""
