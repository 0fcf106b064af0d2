"""The Jinja templates of the built-in targets, one folder a target."""
