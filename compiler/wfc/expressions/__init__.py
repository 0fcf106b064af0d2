"""Reading and typing the lambdas of a spec."""
