"""Verbs of the end of a loan: the only writers of its rows. One module per floor of the decision."""
