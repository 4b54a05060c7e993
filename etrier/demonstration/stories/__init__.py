"""The stories told: from the first contact to the bank, the loan granted, the loan repaid or not."""
