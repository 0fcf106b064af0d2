"""Reads a generated DAG file back, by its bytes alone, and holds what it says against the core.

`syntax`, `scopes` and `tasks` take the file apart; `expressions` and `names` read what it computes, `work` what its
functions do; `stated` brings that into facts. How a run goes on in the wired tasks is played: `plays` walks the core,
`scheduler` what was read, for the same decisions. Nothing here looks at the plan or at how a workflow is lowered.
"""
