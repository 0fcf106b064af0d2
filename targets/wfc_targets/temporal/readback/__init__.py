"""Reads an emitted package back into what it says (`wfc.validation.facts`), from its source alone.

`package` holds it against the core: `modules` knows what stands around the workflow, `run` the workflow class, `walk`
follows the control flow through `explore` and `state`, `nodes` and `works` read what each step does. Nothing here knows
the plan or the printers that made the files.
"""
