"""What happened and who read: the journal, the readings, and the one door through which state moves."""
