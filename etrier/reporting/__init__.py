"""The figures of the year."""
