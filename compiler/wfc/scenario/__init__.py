"""Scenarios and journals: how a run goes and what came of it. Standard library only, but for read.py."""
