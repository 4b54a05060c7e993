"""Offer, signature, schedule, what the bank reports, measures, default."""
