"""Verbs of the decision: the only writers of its rows."""
