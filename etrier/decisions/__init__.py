"""The commission's opinion, the sending to a bank, the bank's answer."""
