"""What is typed about a loan: the bank's offer, its facts, measures."""
