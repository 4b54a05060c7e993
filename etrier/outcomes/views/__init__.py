"""Pages of the end of a loan."""
