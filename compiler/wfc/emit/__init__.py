"""What targets share to write Python: names, quoting, expressions, layout."""
