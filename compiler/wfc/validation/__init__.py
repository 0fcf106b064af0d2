"""Translation validation: what a workflow's core promises, held against what a target's files are read to say.

`facts` is the list of what is compared, `expected` takes it from the core IR, `compare` says what differs. Each target
reads its own output back into the same facts, from the emitted bytes and without its own plan.
"""
