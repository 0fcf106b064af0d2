"""Reads a generated DAG file back, by its bytes alone, and holds what it says against the core (`validate`).

`syntax`, `scopes` and `tasks` take the file apart, `patterns` is how each says what it expects; `reading` finds out
what a task does (`work` and its neighbours). `expressions` and `names` bring what is computed to the text that
`written` makes of the core. `facts` gathers what `head`, `helpers`, `beside`, `ways` and `of_...` state; `scaffold`
checks what holds a DAG together. How a run goes on in the wired tasks is played by `runs`: `plays` walks the core and
`scheduler`, with `workers`, the tasks that were read. Nothing here looks at the plan or at how a workflow is lowered.
"""
