"""End of the loan: interest refund, evaluation."""
