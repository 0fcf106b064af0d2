"""Temporal started locally: `client` in the compiler's environment, the rest in `.engines/temporal`."""
