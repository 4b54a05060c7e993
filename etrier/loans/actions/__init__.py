"""Verbs of the loan: the only writers of its rows. One module per noun."""
