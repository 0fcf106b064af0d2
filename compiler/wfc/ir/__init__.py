"""The compiler's languages: `surface` as written, `nodes` the core, `expressions` and `types` inside both. Imports
nothing else.
"""
