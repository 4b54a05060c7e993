"""Who works here and for whom: organisations, partner banks, users and what each may do."""
