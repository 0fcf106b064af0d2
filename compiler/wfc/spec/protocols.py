"""Protocols of lambdas, for editors only: see protocols.pyi, which scripts/gen_slots.py writes."""
