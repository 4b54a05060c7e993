"""The guarantee envelope of the CCAS and what each loan commits of it."""
