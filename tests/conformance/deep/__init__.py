"""The deep suite: random pairs of workflow and scenario on every target, as many as there is time for.

`python -m tests.conformance.deep --help`, or `make conformance`.
"""
