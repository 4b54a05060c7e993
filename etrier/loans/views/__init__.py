"""Pages of the loan: the offer, the charter, the account, measures, default, the list."""
