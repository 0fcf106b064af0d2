"""Analyses over a workflow's graph that passes share: edges, order, and what has certainly or possibly happened
where.
"""
