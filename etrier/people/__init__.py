"""Persons and households: who asks, who lives with them, how they may be reached."""
