"""Reads an emitted package back into what it says (`wfc.validation.facts`), from its source alone.

`package` begins: `scaffold`, `starter`, `schedules`, `shared` and `activities` read what stands around the workflow,
`classes` and `run` its class. `walk` goes from node to node where `explore` says that code leads, with what is known
there (`state`); `nodes`, `kinds` and `works` read what a node does. `expected` has the core's side, `terms` what both
sides make of expressions. Nothing here knows the plan or the printers that made the files.
"""
