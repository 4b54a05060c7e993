"""Verbs of the follow-up: the only writers of its rows. One module per noun."""
