"""The reference interpreter over the core IR: semantics.md and nothing else."""
