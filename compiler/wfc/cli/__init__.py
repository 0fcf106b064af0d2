"""The command line. The only code that prints, reads or writes."""
